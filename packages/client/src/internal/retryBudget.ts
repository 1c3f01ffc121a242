/**
 * Keeps a client from storming a server that is down: of its retries all but a burst have to be earned by requests that
 * succeed. One budget is shared by all requests of a client.
 */
export interface RetryBudget {
  /** Takes what a retry costs. `false` when there is not enough left. */
  readonly spend: () => boolean
  /** A request succeeded. */
  readonly earn: () => void
}

const capacity = 100
const price = 5

/** Twenty retries in a burst, then one for every five requests that succeed. */
export const make = (): RetryBudget => {
  let tokens = capacity
  return {
    spend: () => {
      if (tokens < price) return false
      tokens -= price
      return true
    },
    earn: () => {
      tokens = Math.min(capacity, tokens + 1)
    }
  }
}
