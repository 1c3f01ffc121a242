import { Deferred, Effect, Exit } from "effect"

/** External operations of a process, between which it can be killed. */
export type Operation = "http" | "run" | "export" | "destination" | "message"

/** A moment at which a process is killed: before or after its nth operation of a kind takes effect. */
export interface KillPoint {
  readonly operation: Operation
  readonly count: number
  readonly isAfter: boolean
}

/** A process that can be killed. A killed process does nothing more: its operations never start, and never return. */
export interface Process {
  readonly killed: Deferred.Deferred<void>
  readonly isDead: () => boolean
  /** Kills the process, as SIGKILL does. */
  readonly kill: Effect.Effect<void>
  /** Makes an operation of the process, which takes effect or not, depending on when the process is killed. */
  readonly run: (operation: Operation) => <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

export const make = (killPoint: KillPoint | undefined, trace: (line: string) => void): Process => {
  const killed = Deferred.makeUnsafe<void>()
  const counts = new Map<Operation, number>()
  let isDead = false
  const kill = Effect.suspend(() => {
    isDead = true
    return Deferred.succeed(killed, undefined)
  })
  const killedHere = (line: string) =>
    Effect.suspend(() => {
      trace(line)
      return Effect.andThen(kill, Effect.never)
    })
  return {
    killed,
    isDead: () => isDead,
    kill: Effect.asVoid(kill),
    run: (operation) => (effect) =>
      Effect.suspend(() => {
        if (isDead) return Effect.never
        const count = (counts.get(operation) ?? 0) + 1
        counts.set(operation, count)
        const isKilled = killPoint?.operation === operation && killPoint.count === count
        if (isKilled && !killPoint.isAfter) return killedHere(`killed before ${operation} ${count}`)
        return Effect.flatMap(Effect.exit(effect), (exit) =>
          isKilled
            ? killedHere(`killed after ${operation} ${count}`)
            : isDead
            ? Effect.never
            : Exit.isSuccess(exit)
            ? Effect.succeed(exit.value)
            : Effect.failCause(exit.cause))
      })
  }
}
