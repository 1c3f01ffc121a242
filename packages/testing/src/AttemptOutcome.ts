/**
 * Outcomes of simulated call attempts.
 *
 * @since 0.1.0
 */
import type { CallResult, DialError } from "@effect-revox/schema/CallAttempt"
import type * as OpenEnum from "@effect-revox/schema/OpenEnum"

/**
 * The outcome of one attempt: the party that answered, or the error of a number that could not be dialled.
 *
 * @category models
 * @since 0.1.0
 */
export type AttemptOutcome = Exclude<CallResult | DialError, OpenEnum.Unrecognized>
