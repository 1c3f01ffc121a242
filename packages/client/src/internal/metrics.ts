import * as Metric from "effect/Metric"

/** Calls by `operation` and `outcome`: `success`, `interrupted`, or the tag of the reason. */
export const requests = Metric.counter("revox_client_requests_total", {
  description: "Calls of the client by operation and outcome, not counting retries.",
  incremental: true
})

/** Retries by `operation`. */
export const retries = Metric.counter("revox_client_retries_total", {
  description: "Retries by operation.",
  incremental: true
})

/** Duration of calls by `operation`, including retries and delays. */
export const duration = Metric.timer("revox_client_request_duration", {
  description: "Duration of calls by operation, including retries and delays."
})

/** Decoded campaign rows. */
export const rows = Metric.counter("revox_client_rows_decoded_total", {
  description: "Decoded campaign rows.",
  incremental: true
})
