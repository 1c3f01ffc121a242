/**
 * A page of the list of call attempts.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { CallAttempt } from "./CallAttempt.ts"

/**
 * A page of call attempts: the response of `GET /call`. It has neither a total nor the number of the page.
 *
 * **Gotchas**
 *
 * The API names the field `calls`, but its items are attempts of calls.
 *
 * @category schemas
 * @since 0.1.0
 */
export class AttemptsPage extends Schema.Opaque<AttemptsPage>()(
  Schema.Struct({
    calls: Schema.Array(CallAttempt).annotateKey({
      description: "The attempts of the page. They are attempts, not call orders."
    })
  }).annotate({
    identifier: "AttemptsPage",
    description: "A page of call attempts: the response of `GET /call`. It has neither a total nor the number of the " +
      "page."
  })
) {}
