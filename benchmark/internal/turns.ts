import { fork } from "node:child_process"
import type { Task } from "./contender.ts"

/** A program and the task of each of its turns. */
export interface Entry {
  readonly contender: string
  readonly task: Task
}

/** A message to a process: the program to load, and then `"turn"` for each run. */
export type TurnMessage = Entry | "turn"

/** The seconds of each turn of a program. */
export interface Turns {
  readonly name: string
  readonly seconds: ReadonlyArray<number>
}

interface Player extends AsyncDisposable {
  readonly name: string
  readonly turn: () => Promise<number>
}

const startPlayer = async (entry: Entry): Promise<Player> => {
  const child = fork(new URL("../turn.ts", import.meta.url), { stdio: "inherit" })
  const send = <A>(message: TurnMessage) =>
    new Promise<A>((resolve, reject) => {
      const ended = (code: number | null) =>
        reject(new Error(`The process of ${entry.contender} exited with code ${code}`))
      child.once("exit", ended)
      child.once("message", (result) => {
        child.off("exit", ended)
        resolve(result as A)
      })
      child.send(message)
    })
  return {
    name: await send<string>(entry),
    turn: () => send<number>("turn"),
    [Symbol.asyncDispose]: () =>
      new Promise((stopped) => {
        // A process that failed has already exited.
        if (!child.connected) return stopped()
        child.once("exit", () => stopped())
        child.disconnect()
      })
  }
}

const shuffled = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> =>
  values.map((value) => [Math.random(), value] as const).toSorted(([a], [b]) => a - b).map(([, value]) => value)

/**
 * Runs programs in turns, one at a time, each in a separate process. In a shared process, the garbage collection of one
 * program would slow down another, and programs would affect how each other's code is compiled.
 *
 * The order within a round is random. Every sitting starts new processes, since the memory layout of a process alone
 * changes the results by two percent.
 */
export const inTurns = async (
  entries: ReadonlyArray<Entry>,
  { rounds, sittings, warmups }: { readonly rounds: number; readonly warmups: number; readonly sittings: number }
): Promise<ReadonlyArray<Turns>> => {
  const all = entries.map(({ contender }) => ({ name: contender, seconds: new Array<number>() }))
  for (let sitting = 0; sitting < sittings; sitting++) {
    await using stack = new AsyncDisposableStack()
    const players = []
    for (const entry of entries) players.push(stack.use(await startPlayer(entry)))
    for (let round = -warmups; round < rounds; round++) {
      const seconds = new Map<Player, number>()
      for (const player of shuffled(players)) seconds.set(player, await player.turn())
      if (round < 0) continue
      for (const [index, player] of players.entries()) {
        const turns = all[index]
        if (turns === undefined) continue
        turns.name = player.name
        turns.seconds.push(seconds.get(player) ?? Number.NaN)
      }
    }
  }
  return all
}
