import type { RowsAudit } from "@effect-revox/streams/RowsAudit"
import type * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import { confirm } from "./confirm.ts"
import * as ProgressBar from "./progressBar.ts"

/** Fails if the output is a file with content, unless it may be overwritten. Prompts on a terminal. */
export const ensureOverwritable = Effect.fnUntraced(function*(output: string) {
  const fs = yield* FileSystem.FileSystem
  const found = yield* Effect.option(fs.stat(output))
  if (!Option.exists(found, ({ size, type }) => type === "File" && Number(size) > 0)) return
  yield* confirm({
    question: `${output} exists. Overwrite it?`,
    confirmed: false,
    unconfirmed: `${output} exists.`,
    remedy: "Add --force to overwrite it, or use another file.",
    declined: `${output} was not overwritten.`
  })
})

/** The fraction of the rows that are written, or `undefined` if there are no rows or the server sends no total. */
const shareOf = ({ expected, received }: RowsAudit): number | undefined =>
  expected === undefined || expected === 0 ? undefined : Math.min(1, received / expected)

const countOf = ({ expected, received }: RowsAudit): string =>
  expected === 0 ? "no rows" : expected === undefined ? `${received} rows` : `${received} of ${expected} rows`

const shortCountOf = ({ expected = 0, received }: RowsAudit): string =>
  expected === 0 ? String(received) : `${received}/${expected}`

const lineOf = (audit: RowsAudit): string => {
  const share = shareOf(audit)
  return share === undefined ? countOf(audit) : `${Math.floor(share * 100)}%  ${countOf(audit)}`
}

/** Limits the lines in a pipe to one for each tenth of the rows. */
const stepOf = (audit: RowsAudit): unknown => {
  const share = shareOf(audit)
  return share === undefined ? ProgressBar.stepOfCount(audit.received) : Math.floor(share * 10)
}

/** Shows the progress of an export while it runs. */
export const withProgress = <A, E, R>(
  run: (onPage: (audit: RowsAudit) => Effect.Effect<void>) => Effect.Effect<A, E, R>
) =>
  Effect.gen(function*() {
    const audits = yield* Queue.unbounded<RowsAudit, Cause.Done>()
    const shown = ProgressBar.show(
      Stream.fromQueue(audits),
      {
        line: lineOf,
        drawing: (audit) => ({
          share: shareOf(audit),
          figures: [{ text: countOf(audit), short: shortCountOf(audit), rank: 0 }]
        }),
        step: stepOf
      }
    )
    const [result] = yield* Effect.all(
      [Effect.ensuring(run((audit) => Queue.offer(audits, audit)), Queue.end(audits)), shown],
      { concurrency: "unbounded" }
    )
    return result
  })
