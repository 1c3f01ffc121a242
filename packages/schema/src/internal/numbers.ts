import * as Schema from "effect/Schema"
import { documented } from "../Bounds.ts"

/** A safe integer of JavaScript. The API reference documents this bound for every integer. */
export const SafeInt = Schema.Finite.check(documented(Schema.isInt()))

/** An integer above zero. */
export const PositiveInt = SafeInt.check(documented(Schema.isGreaterThan(0)))

/** A number between two bounds, inclusive. */
export const between = (minimum: number, maximum: number) =>
  Schema.Finite.check(documented(Schema.isBetween({ minimum, maximum })))

/** A number from 0 to 1, inclusive. */
export const UnitInterval = between(0, 1)
