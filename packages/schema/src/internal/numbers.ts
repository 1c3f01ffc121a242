import * as Schema from "effect/Schema"

/** An integer above zero. `Schema.Int` already stops at the largest safe integer, as the reference does. */
export const PositiveInt = Schema.Int.check(Schema.isGreaterThan(0))

/** A fraction of one, both ends included. */
export const UnitInterval = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
