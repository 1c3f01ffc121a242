import { MessageStorage } from "effect/cluster/MessageStorage"
import * as EntityAddress from "effect/cluster/EntityAddress"
import * as EntityId from "effect/cluster/EntityId"
import * as EntityType from "effect/cluster/EntityType"
import { Sharding } from "effect/cluster/Sharding"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import type * as Workflow from "effect/workflow/Workflow"
import { WorkflowEngine } from "effect/workflow/WorkflowEngine"

/** Type of the entities that the engine uses for durable sleeps. */
const clockType = "Workflow/-/DurableClock"

/** Access to the messages that the engine stores for one execution. */
export const make = Effect.gen(function*() {
  const sharding = yield* Sharding
  const storage = yield* MessageStorage
  const engine = yield* WorkflowEngine

  const addressOf = (type: string, executionId: string) => {
    const entityId = EntityId.make(executionId)
    return EntityAddress.make({
      entityType: EntityType.make(type),
      entityId,
      // The workflows of this package use the default group.
      shardId: sharding.getShardId(entityId, "default")
    })
  }

  return {
    /** Whether the engine has stored an execution. */
    exists: (workflow: Workflow.Any, executionId: string) =>
      Effect.map(
        storage.requestIdForPrimaryKey({
          address: addressOf(`Workflow/${workflow._tag}`, executionId),
          tag: "run",
          id: ""
        }),
        Option.isSome
      ),

    /** Whether an execution has ended. */
    isComplete: <
      Name extends string,
      Payload extends Workflow.AnyStructSchema,
      Success extends Schema.Top,
      Error extends Schema.Top
    >(workflow: Workflow.Workflow<Name, Payload, Success, Error>, executionId: string) =>
      Effect.map(
        engine.poll(workflow, executionId),
        Option.exists((result: { readonly _tag: string }) => result._tag === "Complete")
      ),

    /** Deletes all messages of an execution. An execution without messages would run again if it were replayed. */
    clear: (workflow: Workflow.Any, executionId: string) =>
      Effect.andThen(
        storage.clearAddress(addressOf(clockType, executionId)),
        storage.clearAddress(addressOf(`Workflow/${workflow._tag}`, executionId))
      )
  }
})
