import * as CallCompletion from "@effect-revox/streams/CallCompletion"
import type * as Duration from "effect/Duration"
import * as Stream from "effect/Stream"
import * as Output from "../output.ts"
import * as ProgressBar from "../progressBar.ts"
import * as Show from "./show.ts"

/** Options of a wait for a call. */
export interface Options {
  readonly json: boolean
  readonly timeout: Duration.Duration
}

/** Shows the attempts of a call until it is completed. */
export const watch = (id: string, { json, timeout }: Options) => {
  const snapshots = CallCompletion.watch(id, { timeout })
  return json
    ? Stream.runForEach(snapshots, ({ call }) => Output.json(call))
    : ProgressBar.showResult(snapshots, Show.progress)
}
