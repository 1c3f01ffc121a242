import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"
import type { RequestRecord, Traffic } from "../RequestRecord.ts"

/** The log of a simulator. */
export interface Log {
  readonly begin: (request: Begin) => Entry
  /** The requests that are kept, in the order in which they came. */
  readonly records: () => ReadonlyArray<RequestRecord>
  readonly traffic: () => Traffic
  /** The requests that are over, those that are kept first. */
  readonly ended: Stream.Stream<RequestRecord>
}

/** What is known of a request when it comes. */
export type Begin = Pick<
  RequestRecord,
  "method" | "target" | "path" | "query" | "headers" | "endpoint" | "campaignId" | "receivedAt"
>

/** A request under way. */
export interface Entry {
  readonly record: () => RequestRecord
  readonly answer: (answer: Pick<RequestRecord, "status" | "bytes" | "faults">) => void
  /** Ends the request; only the first end counts. */
  readonly end: (outcome: Exclude<RequestRecord["outcome"], "pending">, at: number) => void
}

/** A log that keeps so many of the latest requests. */
export const make = (limit: number): Effect.Effect<Log> =>
  Effect.map(PubSub.unbounded<RequestRecord>({ replay: limit }), (ended) => {
    const records = new Map<number, RequestRecord>()
    let count = 0
    let underWay = 0
    let maxConcurrency = 0
    let aborted = 0
    let bytes = 0

    const begin = (request: Begin): Entry => {
      underWay += 1
      maxConcurrency = Math.max(maxConcurrency, underWay)
      const index = count
      count += 1
      let record: RequestRecord = {
        ...request,
        index,
        endedAt: undefined,
        status: undefined,
        bytes: 0,
        faults: [],
        concurrency: underWay,
        outcome: "pending"
      }
      const update = (change: Partial<RequestRecord>) => {
        record = { ...record, ...change }
        if (records.has(index)) {
          records.set(index, record)
        }
      }
      records.set(index, record)
      records.delete(index - limit)
      return {
        record: () => record,
        answer: (answer) => {
          bytes += answer.bytes
          update(answer)
        },
        end: (outcome, endedAt) => {
          if (record.outcome === "pending") {
            underWay -= 1
            aborted += outcome === "aborted" ? 1 : 0
            update({ outcome, endedAt })
            PubSub.publishUnsafe(ended, record)
          }
        }
      }
    }

    return {
      begin,
      records: () => [...records.values()],
      traffic: () => ({ requests: count, underWay, maxConcurrency, aborted, bytes }),
      ended: Stream.fromPubSub(ended)
    }
  })
