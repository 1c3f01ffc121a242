import * as Schema from "effect/Schema"
import { documented } from "../Bounds.ts"

/** An integer that JavaScript can count to, as the reference says of every integer. */
export const SafeInt = Schema.Finite.check(documented(Schema.isInt()))

/** An integer above zero. */
export const PositiveInt = SafeInt.check(documented(Schema.isGreaterThan(0)))

/** A number between two others, both included. */
export const between = (minimum: number, maximum: number) =>
  Schema.Finite.check(documented(Schema.isBetween({ minimum, maximum })))

/** A fraction of one, both ends included. */
export const UnitInterval = between(0, 1)
