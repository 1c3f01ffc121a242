/**
 * Limits the retries of a client against a server that is down. After a burst of retries, successful requests must earn
 * further ones. All requests of a client share one budget.
 */
export interface RetryBudget {
  /** Takes the cost of a retry. Returns `false` if the budget is too low. */
  readonly spend: () => boolean
  /** Adds the earnings of a successful request. */
  readonly earn: () => void
}

const capacity = 100
const price = 5

/** Makes a budget of 20 retries, and 1 more for every 5 successful requests. */
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
