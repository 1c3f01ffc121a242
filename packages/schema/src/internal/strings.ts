import * as Schema from "effect/Schema"
import { documented } from "../Bounds.ts"

/** Text of at least one character. */
export const NonEmptyString = Schema.String.check(documented(Schema.isMinLength(1)))

// Patterns have the `u` flag, without which JSON Schema, whose patterns have it, is not told of them.

/** An email address, as far as a pattern can tell. */
export const EmailAddress = Schema.String.check(
  documented(Schema.isPattern(/^[^\s@]+@[^\s@]+\.[^\s@]+$/u, { expected: "an email address", format: "email" }))
)

/** An absolute URI, as far as a pattern can tell. */
export const Uri = Schema.String.check(
  documented(Schema.isPattern(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/u, { expected: "a URI", format: "uri" }))
)

/** Text of no more than so many characters. */
export const atMost = (length: number) => Schema.String.check(documented(Schema.isMaxLength(length)))
