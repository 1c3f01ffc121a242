/** The smallest test of a pipeline against the Revox simulator. */
import { Fault } from "@effect-revox/testing"
import { itSimulated } from "@effect-revox/testing/Vitest"
import { myPipeline } from "./support/pipeline.ts"

itSimulated(
  "survives a 503",
  { campaigns: [{ id: "spring" }], faults: [Fault.status(503)] },
  () => myPipeline("spring")
)
