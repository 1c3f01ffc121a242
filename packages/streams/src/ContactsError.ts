/**
 * The error of reading contacts: {@link ContactsError}.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/**
 * Contacts cannot be read any further, because of the format of the text or a missing column. Single invalid contacts are
 * not errors: they are rejected, and reading continues. Invalid options fail with `InvalidOptionError`.
 *
 * @category errors
 * @since 0.1.0
 */
export class ContactsError extends Schema.TaggedError<ContactsError>()("ContactsError", {
  // Set in every error: the engine of Bun and Safari gives errors a property `line`, the line of the code.
  line: Schema.optional(Schema.Finite).pipe(Schema.withConstructorDefault(Effect.succeed(undefined))).annotateKey({
    description: "The line, from 1. `undefined` if the problem does not concern a line."
  }),
  problem: Schema.String.annotateKey({ description: "A description of the problem, with advice." })
}) {
  override get message(): string {
    return this.line === undefined ? this.problem : `Line ${this.line}: ${this.problem}`
  }

  /** Whether reading the same contacts again may succeed: always `false`. */
  get isRetryable(): boolean {
    return false
  }
}
