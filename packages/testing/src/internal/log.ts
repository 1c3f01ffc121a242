import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"
import type { RequestRecord, Traffic } from "../RequestRecord.ts"
import * as KeptBodies from "./keptBodies.ts"
import type { RequestBody } from "./requestBody.ts"

/** The log of a simulator. */
export interface Log {
  readonly begin: (request: Begin) => Entry
  /** The requests that are kept, in the order in which they came. */
  readonly records: () => ReadonlyArray<RequestRecord>
  readonly traffic: () => Traffic
  /** The requests that are over, those that are kept first. */
  readonly ended: Stream.Stream<RequestRecord>
}

/** The fields of a request that are known before its body is read. */
export type Begin = Pick<
  RequestRecord,
  "method" | "target" | "path" | "query" | "headers" | "endpoint" | "params" | "receivedAt"
>

/** A request in flight. */
export interface Entry {
  readonly record: () => RequestRecord
  readonly receiveBody: (body: RequestBody) => void
  readonly respond: (response: Pick<RequestRecord, "status" | "bytes" | "faults">) => void
  /** Ends the request; only the first end counts. */
  readonly end: (outcome: Exclude<RequestRecord["outcome"], "pending">, at: number) => void
}

/** How much a log keeps. */
export interface Limits {
  /** The latest requests. */
  readonly requests: number
  /** The bytes of the latest request bodies. */
  readonly bodyBytes: number
}

type Bodiless = Omit<RequestRecord, "body">

/** Makes a log that keeps the latest requests. Bodies are kept apart from records, whose copies would keep them too. */
export const make = (limits: Limits): Effect.Effect<Log> =>
  Effect.map(PubSub.unbounded<Bodiless>({ replay: limits.requests }), (ended) => {
    const records = new Map<number, Bodiless>()
    const bodies = KeptBodies.make(limits.bodyBytes)
    let count = 0
    let inFlight = 0
    let maxInFlight = 0
    let aborted = 0
    let bytes = 0

    const withBody = (record: Bodiless): RequestRecord => ({ ...record, body: bodies.get(record.index) })

    const begin = (request: Begin): Entry => {
      inFlight += 1
      maxInFlight = Math.max(maxInFlight, inFlight)
      const index = count
      count += 1
      let record: Bodiless = {
        ...request,
        index,
        bodyBytes: 0,
        endedAt: undefined,
        status: undefined,
        bytes: 0,
        faults: [],
        inFlight: inFlight,
        outcome: "pending"
      }
      const update = (change: Partial<Bodiless>) => {
        record = { ...record, ...change }
        if (records.has(index)) {
          records.set(index, record)
        }
      }
      records.set(index, record)
      records.delete(index - limits.requests)
      bodies.remove(index - limits.requests)
      return {
        record: () => withBody(record),
        receiveBody: (body) => {
          bodies.add(index, Option.getOrElse(body.json, () => body.text), body.bytes)
          update({ bodyBytes: body.bytes })
        },
        respond: (response) => {
          bytes += response.bytes
          update(response)
        },
        end: (outcome, endedAt) => {
          if (record.outcome === "pending") {
            inFlight -= 1
            aborted += outcome === "aborted" ? 1 : 0
            update({ outcome, endedAt })
            PubSub.publishUnsafe(ended, record)
          }
        }
      }
    }

    return {
      begin,
      records: () => Array.from(records.values(), withBody),
      traffic: () => ({ requests: count, inFlight, maxInFlight, aborted, bytes }),
      ended: Stream.map(Stream.fromPubSub(ended), withBody)
    }
  })
