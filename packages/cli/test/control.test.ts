import { CampaignExports, CampaignExportsError, CampaignRuns, CampaignRunsError } from "@effect-revox/workflow"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, FileSystem, Layer, Scope } from "effect"
import * as Control from "../src/internal/exports/control.ts"

describe("control", () => {
  it.live("fails a request when the process that serves it exits", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* fs.makeTempDirectoryScoped()
      const requested = yield* Deferred.make<void>()
      const exports = Layer.mock(CampaignExports.CampaignExports, {
        list: () => Effect.succeed([]),
        cancel: () => Effect.andThen(Deferred.succeed(requested, undefined), Effect.never)
      })
      const runRequested = yield* Deferred.make<void>()
      const runs = Layer.mock(CampaignRuns.CampaignRuns, {
        cancel: () => Effect.andThen(Deferred.succeed(runRequested, undefined), Effect.never)
      })
      const process = yield* Scope.make()
      yield* Layer.buildWithScope(
        Layer.provide(Control.serve(directory, "https://example.com"), [exports, runs]),
        process
      )

      const owner = yield* Control.connect(directory)
      assert.isDefined(owner)
      if (owner === undefined) return
      const service = owner.exports
      const fiber = yield* Effect.forkChild(Effect.flip(service.cancel("x")), { startImmediately: true })
      const run = yield* Effect.forkChild(Effect.flip(owner.runs.cancel("x", false)), { startImmediately: true })
      yield* Deferred.await(requested)
      yield* Deferred.await(runRequested)
      yield* Scope.close(process, Exit.void)
      const error = yield* Fiber.join(fiber)
      assert.instanceOf(error, CampaignExportsError.CampaignExportsError)
      assert.include(error.message, "exited")
      assert.isTrue(Control.isOwnerExited(error))
      const runError = yield* Fiber.join(run)
      assert.instanceOf(runError, CampaignRunsError.CampaignRunsError)
      assert.isTrue(Control.isOwnerExited(runError))
      assert.isUndefined(yield* Control.connect(directory))
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
