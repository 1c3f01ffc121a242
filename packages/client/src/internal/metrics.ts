import * as Metric from "effect/Metric"

/** Calls by `operation` and `outcome`: `success`, `interrupted`, or the tag of the reason. */
export const requests = Metric.counter("revox_client_requests_total", {
  description: "Calls of the client by operation and outcome, retries not counted.",
  incremental: true
})

/** Requests that were sent again, by `operation`. */
export const retries = Metric.counter("revox_client_retries_total", {
  description: "Requests that were sent again, by operation.",
  incremental: true
})

/** How long calls took, by `operation`, retries and pauses included. */
export const duration = Metric.timer("revox_client_request_duration", {
  description: "How long calls of the client took by operation, retries and pauses included."
})

/** Rows that came and were decoded. */
export const rows = Metric.counter("revox_client_rows_decoded_total", {
  description: "Campaign rows that came and were decoded.",
  incremental: true
})
