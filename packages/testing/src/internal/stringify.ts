import type { Call } from "@effect-revox/schema/Call"
import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type { TranscriptMessage } from "@effect-revox/schema/TranscriptMessage"
import { Buffer } from "node:buffer"
import * as Bytes from "./bytes.ts"
import { isCommon } from "./conversations.ts"

/** Stands for what is written separately: a text that no row contains. */
const hole = "\u0001"
const written = JSON.stringify(hole)

/** The fields of a call that are written separately. */
const holes = {
  assistant: hole,
  call_attempts: hole,
  call_retry_config: hole,
  campaign: hole,
  last_call_attempt: hole,
  llm_model: hole
}

const isHole = (key: string): key is keyof typeof holes => key in holes

/**
 * Writes pages as JSON, byte for byte as `JSON.stringify` does, and faster: what many rows share is written once and
 * copied, and so is an attempt that is both among the attempts and the last of them.
 */
export const pageWriter = (): (before: string, rows: Iterable<CampaignRow>, behind: string) => Uint8Array => {
  const bytes = Bytes.make()
  const known = new WeakMap<object, Uint8Array>()
  // All calls of a campaign have their fields in one order.
  let order: ReadonlyArray<keyof typeof holes> | undefined

  const once = (value: object): void => {
    let found = known.get(value)
    if (found === undefined) {
      found = Buffer.from(JSON.stringify(value))
      known.set(value, found)
    }
    bytes.copy(found)
  }

  const list = <A>(values: ReadonlyArray<A>, write: (value: A) => void): void => {
    bytes.text("[")
    values.forEach((value, index) => {
      if (index > 0) {
        bytes.text(",")
      }
      write(value)
    })
    bytes.text("]")
  }

  const message = (value: TranscriptMessage): void => isCommon(value) ? once(value) : bytes.text(JSON.stringify(value))

  const attempt = (value: CallAttempt): void => {
    const { transcript } = value
    if (transcript === undefined || transcript === null) {
      return bytes.text(JSON.stringify(value))
    }
    const json = JSON.stringify({ ...value, transcript: hole })
    const at = json.lastIndexOf(written)
    bytes.text(json.slice(0, at))
    list(transcript, message)
    bytes.text(json.slice(at + written.length))
  }

  const writeCall = (row: CampaignRow, call: Call): void => {
    order ??= Object.keys(call).filter(isHole)
    const json = JSON.stringify({ ...row, call: { ...call, ...holes } })
    const last = call.last_call_attempt
    let lastFrom = 0
    let lastTo = 0
    let from = 0
    for (const key of order) {
      const to = json.indexOf(written, from)
      bytes.text(json.slice(from, to))
      from = to + written.length
      const value = call[key]
      if (value === null) {
        bytes.text("null")
      } else if (key === "call_attempts") {
        list(call.call_attempts, (one) => {
          const began = bytes.length()
          attempt(one)
          if (one === last) {
            lastFrom = began
            lastTo = bytes.length()
          }
        })
      } else if (key === "last_call_attempt" && last !== null) {
        if (lastTo > 0) {
          bytes.repeat(lastFrom, lastTo)
        } else {
          attempt(last)
        }
      } else {
        once(value)
      }
    }
    bytes.text(json.slice(from))
  }

  return (before, rows, behind) => {
    bytes.text(before)
    let first = true
    for (const row of rows) {
      if (!first) {
        bytes.text(",")
      }
      first = false
      if (row.call === undefined) {
        bytes.text(JSON.stringify(row))
      } else {
        writeCall(row, row.call)
      }
    }
    bytes.text(behind)
    return bytes.take()
  }
}
