/** One contender in a process of its own, which runs whenever it is told that it is its turn. */
import { timed } from "./internal/contender.ts"
import { contenders } from "./internal/contenders.ts"
import type { TurnMessage } from "./internal/turns.ts"

let turn: () => Promise<unknown> = () => Promise.reject(new Error("no contender was chosen"))

process.on("message", (message: TurnMessage) => {
  const answer = async () => {
    if (message === "turn") return await turn()
    const load = contenders[message.contender]
    if (load === undefined) throw new Error(`no contender ${message.contender}`)
    const contender = await load()
    const read = await contender.make(message.task)
    turn = () => timed(message.task, read)
    return contender.name
  }
  void answer().then((value) => process.send?.(value))
})
process.on("disconnect", () => process.exit(0))
