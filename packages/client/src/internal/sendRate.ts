/**
 * The rate at which requests are sent after a 429: additive increase, multiplicative decrease.
 *
 * The limit of the server is not known, so it is found by trying. A pause lowers the rate. Each response while requests
 * wait for their turn raises it: quickly until a second pause shows about where the limit is, slowly then.
 */
export interface SendRate {
  /** Minimum time between two requests, in milliseconds. */
  readonly interval: () => number
  /** Whether the rate is so high that it limits nothing. */
  readonly isUnlimited: () => boolean
  /** Records that a request was sent, and whether it had to wait for its turn. */
  readonly released: (waited: boolean) => void
  /** Records that the server accepted a request. */
  readonly accepted: () => void
  /** Records that a pause of the given milliseconds starts. */
  readonly refused: (pause: number) => void
  readonly reset: () => void
}

const decrease = 0.7

/** Number of responses that raise the rate by as much as the last rate that was refused. */
const steps = 50

/** The first interval is at most this long, in milliseconds, because the first pause may be for a burst only. */
const maxFirstInterval = 1000

export const make = (): SendRate => {
  // In requests per millisecond. Infinity before the first pause.
  let rate = Infinity
  let refusedRate: number | undefined
  let isLimiting = false
  return {
    interval: () => Math.ceil(1 / rate),
    isUnlimited: () => rate >= 1,
    released: (waited) => {
      isLimiting = waited
    },
    accepted: () => {
      // A rate that no request waits for is not known to be accepted.
      if (isLimiting) rate = refusedRate === undefined ? rate / decrease : rate + refusedRate / steps
    },
    refused: (pause) => {
      if (rate === Infinity) {
        rate = 1 / Math.min(pause, maxFirstInterval)
      } else {
        refusedRate = rate
        // Waiting for the pause is enough if a server refuses requests at any rate.
        rate = Math.max(rate * decrease, 1 / (2 * pause))
      }
    },
    reset: () => {
      rate = Infinity
      refusedRate = undefined
      isLimiting = false
    }
  }
}
