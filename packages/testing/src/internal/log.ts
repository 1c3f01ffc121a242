import type { RequestRecord } from "../RequestRecord.ts"

/** The log of a simulator. */
export interface Log {
  readonly begin: (request: Begin) => Entry
  readonly records: () => ReadonlyArray<RequestRecord>
}

/** What is known of a request when it comes. */
export type Begin = Pick<
  RequestRecord,
  "method" | "path" | "query" | "headers" | "endpoint" | "campaignId" | "receivedAt"
>

/** A request under way. */
export interface Entry {
  readonly answer: (status: number) => void
  /** Ends the request; only the first end counts. */
  readonly end: (outcome: Exclude<RequestRecord["outcome"], "pending">, at: number) => void
}

export const make = (): Log => {
  const records: Array<RequestRecord> = []
  let underWay = 0
  return {
    records: () => records.slice(),
    begin: (request) => {
      underWay += 1
      const index = records.length
      let record: RequestRecord = {
        ...request,
        index,
        endedAt: undefined,
        status: undefined,
        concurrency: underWay,
        outcome: "pending"
      }
      records.push(record)
      const update = (change: Partial<RequestRecord>) => {
        record = { ...record, ...change }
        records[index] = record
      }
      return {
        answer: (status) => update({ status }),
        end: (outcome, endedAt) => {
          if (record.outcome === "pending") {
            underWay -= 1
            update({ outcome, endedAt })
          }
        }
      }
    }
  }
}
