/**
 * The error of reading contacts: {@link ContactsError}.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * Contacts cannot be read any further, because of the format of the text or a missing column. Single invalid contacts are
 * not errors: they are rejected, and reading continues. Invalid options fail with `InvalidOptionError`.
 *
 * @category errors
 * @since 0.1.0
 */
export class ContactsError extends Schema.TaggedError<ContactsError>()("ContactsError", {
  line: Schema.optionalKey(Schema.Finite).annotateKey({
    description: "The line, from 1. Absent if the problem does not concern a line."
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
