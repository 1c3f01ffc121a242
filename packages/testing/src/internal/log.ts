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
  /** The kept requests, in order of receipt. */
  readonly records: () => ReadonlyArray<RequestRecord>
  readonly traffic: () => Traffic
  /** Replays the kept requests that have ended, then emits further requests as they end. */
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
  /** Ends the request. Only the first call has an effect. */
  readonly end: (outcome: Exclude<RequestRecord["outcome"], "pending">, at: number) => void
}

/** Limits of a log. */
export interface Limits {
  /** Maximum number of requests. */
  readonly requests: number
  /** Maximum length of all request bodies, in bytes. */
  readonly bodyBytes: number
}

type Bodiless = Omit<RequestRecord, "body">

/** Creates a log of the latest requests. Bodies are stored separately, since replayed records would retain them. */
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
