import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Layer } from "effect"
import { MessageStorage, RunnerHealth, Runners, RunnerStorage, Sharding, ShardingConfig } from "effect/cluster"
import { Workflow } from "effect/workflow"
import * as Engine from "../src/internal/engine.ts"

const Child = Workflow.make("Child", { payload: {}, idempotencyKey: () => "child" })
const Parent = Workflow.make("Parent", { payload: {}, idempotencyKey: () => "parent" })

const cluster = Sharding.layer.pipe(
  Layer.provideMerge(Runners.layerNoop),
  Layer.provideMerge(MessageStorage.layerMemory),
  Layer.provide([RunnerStorage.layerMemory, RunnerHealth.layerNoop]),
  Layer.provide(ShardingConfig.layer({ entityTerminationTimeout: 0, shardsPerGroup: 1 }))
)

describe("engine", () => {
  it.live("stops while the end of a child waits for its parent, which has continued", () =>
    Effect.gen(function*() {
      const isWaiting = yield* Deferred.make<void>()
      const isInterrupted = yield* Deferred.make<void>()
      const workflows = Layer.mergeAll(
        Child.toLayer(() => Effect.void),
        Parent.toLayer(() =>
          Effect.andThen(Child.execute({}), Effect.never).pipe(
            // Until the wait is interrupted too.
            Effect.onInterrupt(() =>
              Effect.andThen(Effect.sleep("50 millis"), Deferred.succeed(isInterrupted, undefined))
            )
          )
        )
      )
      const watched = Layer.effect(
        MessageStorage.MessageStorage,
        Effect.map(MessageStorage.MessageStorage, (storage) =>
          MessageStorage.MessageStorage.of({
            ...storage,
            registerReplyHandler: (message) =>
              Effect.andThen(Deferred.succeed(isWaiting, undefined), storage.registerReplyHandler(message))
          }))
      )
      const engine = Engine.layer.pipe(Layer.provide(watched), Layer.provide(cluster))
      yield* Effect.andThen(Parent.execute({}, { discard: true }), Deferred.await(isWaiting)).pipe(
        Effect.provide(Layer.provideMerge(workflows, engine))
      )
      assert.isTrue(yield* Deferred.isDone(isInterrupted))
    }))
})
