import { Destination, ExportStore, RunStore } from "@effect-revox/workflow"
import { Context, Effect, Layer } from "effect"
import { MessageStorage, ShardingConfig, Snowflake } from "effect/cluster"
import { Shelf, shelf } from "../test/utils/shelf.ts"
import type { Process } from "./process.ts"

/** Storage that survives the death of a process: that of the engine, the tables, and the destination. */
export interface Storage {
  readonly driver: MessageStorage.MemoryDriver["Service"]
  readonly runs: RunStore.RunStore["Service"]
  readonly exports: ExportStore.ExportStore["Service"]
  readonly shelf: Shelf["Service"]
}

export const make: Effect.Effect<Storage> = Effect.gen(function*() {
  const context = yield* Layer.build(
    Layer.mergeAll(MessageStorage.layerMemory, RunStore.layerMemory, ExportStore.layerMemory, Shelf.layer).pipe(
      Layer.provide(ShardingConfig.layer())
    )
  )
  return {
    driver: Context.get(context, MessageStorage.MemoryDriver),
    runs: Context.get(context, RunStore.RunStore),
    exports: Context.get(context, ExportStore.ExportStore),
    shelf: Context.get(context, Shelf)
  }
}).pipe(Effect.scoped)

const messages = (
  { encoded }: Storage["driver"],
  { run }: Process
): Layer.Layer<MessageStorage.MessageStorage> => {
  const message = run("message")
  // Polls are too frequent to be interesting moments. They only stop.
  const poll = <A, E>(effect: Effect.Effect<A, E>) => effect
  return Layer.effect(
    MessageStorage.MessageStorage,
    MessageStorage.makeEncoded({
      saveEnvelope: (options) => message(encoded.saveEnvelope(options)),
      saveReply: (reply) => message(encoded.saveReply(reply)),
      clearReplies: (id, options) => message(encoded.clearReplies(id, options)),
      clearAddress: (address) => message(encoded.clearAddress(address)),
      requestIdForPrimaryKey: (key) => poll(encoded.requestIdForPrimaryKey(key)),
      repliesFor: (ids) => poll(encoded.repliesFor(ids)),
      repliesForUnfiltered: (ids) => poll(encoded.repliesForUnfiltered(ids)),
      unprocessedMessages: (shards, now, options) => poll(encoded.unprocessedMessages(shards, now, options)),
      unprocessedMessagesById: (ids, now) => poll(encoded.unprocessedMessagesById(ids, now)),
      resetRequests: (ids) => poll(encoded.resetRequests(ids)),
      resetAddresses: (addresses) => poll(encoded.resetAddresses(addresses)),
      resetShards: (shards) => poll(encoded.resetShards(shards)),
      withTransaction: (effect) => encoded.withTransaction(effect)
    })
  ).pipe(Layer.provide(Snowflake.layerGenerator))
}

const runStore = (store: Storage["runs"], { run }: Process): RunStore.RunStore["Service"] => {
  const operation = run("run")
  return {
    insert: (record, contacts) => operation(store.insert(record, contacts)),
    modify: (id, change) => operation(store.modify(id, change)),
    get: (id) => store.get(id),
    contacts: (id) => store.contacts(id),
    list: (options) => store.list(options)
  }
}

const exportStore = (store: Storage["exports"], { run }: Process): ExportStore.ExportStore["Service"] => {
  const operation = run("export")
  return {
    ...store,
    queue: (id, job) => operation(store.queue(id, job)),
    recordPoll: (...args) => operation(store.recordPoll(...args)),
    recordProgress: (...args) => operation(store.recordProgress(...args)),
    requestCancel: (id) => operation(store.requestCancel(id)),
    finish: (...args) => operation(store.finish(...args))
  }
}

const destination = ({ shelf: place }: Storage, { run }: Process) => {
  const operation = run("destination")
  return Effect.map(Effect.provideService(shelf, Shelf, place), (shelf): Destination.Destination => ({
    validate: (reference) => operation(shelf.validate?.(reference) ?? Effect.void),
    prepare: (task) => operation(shelf.prepare(task)),
    writeNext: (task, pages) => operation(shelf.writeNext(task, pages)),
    reset: (task) => operation(shelf.reset(task)),
    publish: (task) => operation(shelf.publish(task)),
    rollback: (task) => operation(shelf.rollback(task))
  }))
}

/** The storage, as a process uses it. */
export const layer = (storage: Storage, process: Process) =>
  Layer.mergeAll(
    messages(storage.driver, process),
    Layer.succeed(RunStore.RunStore, runStore(storage.runs, process)),
    Layer.succeed(ExportStore.ExportStore, exportStore(storage.exports, process)),
    Destination.layer(Effect.all({ shelf: destination(storage, process) }))
  )
