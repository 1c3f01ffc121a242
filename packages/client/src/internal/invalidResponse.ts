import type { Response } from "../RevoxClient.ts"
import { InvalidResponseError, RevoxError } from "../RevoxError.ts"

/** The error of a response that was decoded, but whose content shows that the operation did not succeed. */
export const invalidResponse = (
  operation: string,
  { attempts, status }: Response<unknown>,
  problem: string,
  advice = ""
): RevoxError =>
  new RevoxError({
    operation,
    reason: new InvalidResponseError({
      attempts,
      delivery: "accepted",
      isRetryable: false,
      status,
      problem,
      message: `${problem}${advice}`
    })
  })
