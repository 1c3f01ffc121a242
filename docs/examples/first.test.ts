/** The smallest test of a program against the Revox simulator. */
import { Fault } from "@effect-revox/testing"
import { itSimulated } from "@effect-revox/testing/Vitest"
import { assert } from "@effect/vitest"
import { Effect } from "effect"
import { myPipeline } from "./support/pipeline.ts"

const options = { campaigns: [{ id: "spring", rows: 250 }], faults: [Fault.status(503)] }

itSimulated("stores every row in spite of a 503", options, (simulator) =>
  Effect.gen(function*() {
    const table = yield* myPipeline("spring")
    assert.sameMembers([...table.keys()], [...(yield* simulator.expectedRows("spring"))])
  }))
