import { RunRecord } from "@effect-revox/workflow"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as Control from "../exports/control.ts"
import type * as Place from "../exports/place.ts"
import * as Output from "../output.ts"
import * as Follow from "./follow.ts"
import * as RunServices from "./services.ts"

const stored = (place: Place.Place, id: string) =>
  Effect.scoped(Effect.flatMap(RunServices.openReader(place), (reader) => reader.get(id))).pipe(
    Effect.retry({ while: Control.isOwnerExited, schedule: Schedule.spaced("200 millis") })
  )

/**
 * Waits until a process opens the directory. It is not opened meanwhile, because that would keep the process out. The
 * address changes even if the process has ended before it could be connected to.
 */
const awaitOwner = Effect.fnUntraced(function*(directory: string) {
  const before = yield* Control.address(directory)
  const owner = yield* Effect.scoped(Control.connect(directory))
  if (owner !== undefined) return
  yield* Output.note(
    "No process is running it. Waiting until \"revox run start\" with the same flags or \"revox export runner\" starts."
  )
  yield* Effect.repeat(Control.address(directory), {
    until: (address) => address !== before,
    schedule: Schedule.spaced("100 millis")
  })
})

/** The states of a run while a process has the directory open. */
const served = (directory: string, id: string) =>
  Stream.unwrap(Effect.map(
    Control.connect(directory),
    (owner) => owner === undefined ? Stream.empty : Follow.watch(owner.runs, id)
  )).pipe(Stream.catchIf(Control.isOwnerExited, () => Stream.empty))

/** Streams the states of a run until it ends, also while no process runs it, and when other processes take over. */
export const watch = (place: Place.Place, id: string) =>
  place._tag === "Url"
    ? Stream.unwrap(Effect.map(RunServices.openReader(place), (reader) => Follow.watch(reader, id)))
    : Stream.fromEffect(stored(place, id)).pipe(
      Stream.concat(Stream.fromEffectDrain(awaitOwner(place.directory))),
      Stream.concat(served(place.directory, id)),
      Stream.forever,
      Stream.changesWith(Follow.isSame),
      Stream.takeUntil(RunRecord.isTerminal)
    )
