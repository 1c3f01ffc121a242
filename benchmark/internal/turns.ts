import { fork } from "node:child_process"
import type { Task } from "./contender.ts"

/** A program with what it is to do in its turn. */
export interface Entry {
  readonly contender: string
  readonly task: Task
}

/** What a process is told: which program it is, and then each time that it is its turn. */
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

const sitDown = async (entry: Entry): Promise<Player> => {
  const child = fork(new URL("../turn.ts", import.meta.url), { stdio: "inherit" })
  const ask = <A>(message: TurnMessage) =>
    new Promise<A>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`${entry.contender} ended with ${code}`))
      child.once("exit", ended)
      child.once("message", (answer) => {
        child.off("exit", ended)
        resolve(answer as A)
      })
      child.send(message)
    })
  return {
    name: await ask<string>(entry),
    turn: () => ask<number>("turn"),
    [Symbol.asyncDispose]: () =>
      new Promise((stopped) => {
        // One that failed has ended already, and is why the others are told to.
        if (!child.connected) return stopped()
        child.once("exit", () => stopped())
        child.disconnect()
      })
  }
}

const shuffled = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> =>
  values.map((value) => [Math.random(), value] as const).toSorted(([a], [b]) => a - b).map(([, value]) => value)

/**
 * Runs programs in turns, one at a time, each in a process of its own, as they run in life: in one process the garbage of
 * one is collected in the time of another, and none of them is compiled as it would be alone. The order of a round is
 * left to chance, and so that no program keeps the luck of one process (where its memory lies makes two percent), all
 * begin anew at each sitting.
 */
export const inTurns = async (
  entries: ReadonlyArray<Entry>,
  { rounds, sittings, warmups }: { readonly rounds: number; readonly warmups: number; readonly sittings: number }
): Promise<ReadonlyArray<Turns>> => {
  const all = entries.map(({ contender }) => ({ name: contender, seconds: new Array<number>() }))
  for (let sitting = 0; sitting < sittings; sitting++) {
    await using stack = new AsyncDisposableStack()
    const players = []
    for (const entry of entries) players.push(stack.use(await sitDown(entry)))
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
