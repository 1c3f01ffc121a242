import * as Schema from "effect/Schema"
import { documented } from "../Bounds.ts"

/** Text of at least one character. */
export const NonEmptyString = Schema.String.check(documented(Schema.isMinLength(1)))

// Effect writes only patterns with the `u` flag to JSON Schema, whose patterns have that flag.

/** An email address, checked by a simple pattern. */
export const EmailAddress = Schema.String.check(
  documented(Schema.isPattern(/^[^\s@]+@[^\s@]+\.[^\s@]+$/u, { expected: "an email address", format: "email" }))
)

/** An absolute URI, checked by a simple pattern. */
export const Uri = Schema.String.check(
  documented(Schema.isPattern(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/u, { expected: "a URI", format: "uri" }))
)

/** Text with a maximum length. */
export const atMost = (length: number) => Schema.String.check(documented(Schema.isMaxLength(length)))
