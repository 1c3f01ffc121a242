import { CampaignExportsError } from "@effect-revox/workflow"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import type * as RpcClientError from "effect/rpc/RpcClientError"

const exitedProblem = "the process that had the data directory open exited during the request"

/** Whether the reason of an error is that the process with the open data directory exited. */
export const isExited = (reason: { readonly _tag: string; readonly problem?: unknown }): boolean =>
  reason._tag === "StoreError" && reason.problem === exitedProblem

const isConnectionError = (error: unknown): error is RpcClientError.RpcClientError =>
  Predicate.isTagged(error, "RpcClientError")

/**
 * Calls an operation of the process that has the directory open. If that process exits during the call, it closes the
 * connection or interrupts the operation. Both become a `StoreError`, because the caller itself was not interrupted.
 */
export const call = <A, E, E2>(
  request: Effect.Effect<A, E | RpcClientError.RpcClientError>,
  toError: (reason: CampaignExportsError.StoreError) => E2
): Effect.Effect<A, E | E2> => {
  const exited = Effect.suspend(() =>
    Effect.fail(toError(new CampaignExportsError.StoreError({ problem: exitedProblem, isRetryable: true })))
  )
  return request.pipe(
    Effect.catchCauseIf(Cause.hasInterruptsOnly, () => exited),
    Effect.catch((error) => isConnectionError(error) ? exited : Effect.fail(error))
  )
}
