import { Clock, Context, Duration, Effect, Latch, Layer, Scheduler } from "effect"

interface Sleep {
  readonly at: number
  readonly latch: Latch.Latch
}

/** Clock that advances on request, and waits until the fibers that it wakes are waiting again. */
export class SimulatedClock extends Context.Service<SimulatedClock, {
  /** Advances the clock. Wakes the sleeps on the way, in order, each at its time. */
  readonly advance: (millis: number) => Effect.Effect<void>
}>()("simulation/SimulatedClock") {}

/** Number of turns of the event loop without a task after which fibers are considered to be waiting. */
const quietTurns = 3

const nanos = (millis: number): bigint => BigInt(Math.round(millis * 1_000_000))

/**
 * Provides the clock. The scheduler counts tasks, so that the clock knows when nothing happens any more. Platform promises
 * are not tasks, so a few turns of the event loop must pass without any.
 */
export const layer: Layer.Layer<SimulatedClock> = Layer.effectContext(Effect.gen(function*() {
  const parent = yield* Scheduler.Scheduler
  let sleeps: Array<Sleep> = []
  let now = 0
  let tasks = 0

  const scheduler: Scheduler.Scheduler = {
    executionMode: parent.executionMode,
    shouldYield: (fiber) => parent.shouldYield(fiber),
    makeDispatcher: () => {
      const dispatcher = parent.makeDispatcher()
      return {
        scheduleTask: (task, priority) => {
          tasks += 1
          dispatcher.scheduleTask(() => {
            tasks += 1
            task()
          }, priority)
        },
        flush: () => dispatcher.flush()
      }
    }
  }

  const quiet = Effect.callback<void>((resume) => {
    let seen = -1
    let turns = 0
    const turn = () => {
      turns = seen === tasks ? turns + 1 : 0
      seen = tasks
      if (turns >= quietTurns) resume(Effect.void)
      else setImmediate(turn)
    }
    turn()
  })

  const clock: Clock.Clock = {
    currentTimeMillisUnsafe: () => now,
    currentTimeMillis: Effect.sync(() => now),
    currentTimeNanosUnsafe: () => nanos(now),
    currentTimeNanos: Effect.sync(() => nanos(now)),
    monotonicTimeNanosUnsafe: () => nanos(now),
    monotonicTimeNanos: Effect.sync(() => nanos(now)),
    sleep: (duration) =>
      Effect.suspend(() => {
        const millis = Duration.toMillis(duration)
        if (millis <= 0) return Effect.yieldNow
        const sleep: Sleep = { at: now + millis, latch: Latch.makeUnsafe() }
        const index = sleeps.findIndex(({ at }) => at > sleep.at)
        sleeps.splice(index === -1 ? sleeps.length : index, 0, sleep)
        return Effect.ensuring(
          sleep.latch.await,
          Effect.sync(() => {
            sleeps = sleeps.filter((other) => other !== sleep)
          })
        )
      })
  }

  const advance = Effect.fnUntraced(function*(millis: number) {
    yield* quiet
    const end = now + millis
    for (let next = sleeps[0]; next !== undefined && next.at <= end; next = sleeps[0]) {
      sleeps.shift()
      now = next.at
      next.latch.openUnsafe()
      yield* quiet
    }
    now = end
  })

  return Context.make(SimulatedClock, { advance }).pipe(
    Context.add(Clock.Clock, clock),
    Context.add(Scheduler.Scheduler, scheduler)
  )
}))
