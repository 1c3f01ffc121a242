import { Abandon } from "effect/cluster/ClusterSchema"
import * as ClusterWorkflowEngine from "effect/cluster/ClusterWorkflowEngine"
import { MessageStorage } from "effect/cluster/MessageStorage"
import type { Sharding } from "effect/cluster/Sharding"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import type { WorkflowEngine } from "effect/workflow/WorkflowEngine"

/** Whether a wait for a reply ended because this runner will not send it: another owner of the shard will. */
const isAbandoned = <A, E extends { readonly _tag: string }>(exit: Exit.Exit<A, E>): boolean =>
  Exit.isFailure(exit) &&
  exit.cause.reasons.some((reason) =>
    Cause.isInterruptReason(reason) && reason.annotations.has(Abandon.key) ||
    Cause.isFailReason(reason) && reason.error._tag === "EntityNotAssignedToRunner"
  )

/**
 * Ends waits for replies that another runner will send. The engine of Effect 4.1 waits for the reply of a workflow before
 * it handles the end of a child, and cannot be interrupted meanwhile. When the runner stops or loses the shard, it repeats
 * a failed wait without end, so that the runner neither stops nor acquires its shards again. There is nothing to handle:
 * the next runner replays the workflow, and reads the result of the child.
 */
const storage = Layer.effect(
  MessageStorage,
  Effect.map(MessageStorage, (storage) =>
    MessageStorage.of({
      ...storage,
      registerReplyHandler: (message) =>
        Effect.forkChild(storage.registerReplyHandler(message), { startImmediately: true }).pipe(
          Effect.flatMap(Fiber.await),
          Effect.flatMap((exit) => isAbandoned(exit) ? Effect.void : exit)
        )
    }))
)

/** Provides the workflow engine of a cluster. */
export const layer: Layer.Layer<WorkflowEngine, never, Sharding | MessageStorage> = ClusterWorkflowEngine.layer.pipe(
  Layer.provide(storage)
)
