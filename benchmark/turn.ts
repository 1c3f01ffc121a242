/** Runs one contender in a separate process, once for each message of the parent process. */
import { timed } from "./internal/contender.ts"
import { load } from "./internal/contenders.ts"
import type { TurnMessage } from "./internal/turns.ts"

let turn: () => Promise<unknown> = () => Promise.reject(new Error("No contender was selected before the first turn"))

process.on("message", (message: TurnMessage) => {
  const handle = async () => {
    if (message === "turn") return await turn()
    const contender = await load(message.contender)
    const read = await contender.make(message.task)
    turn = () => timed(message.task, read)
    return contender.name
  }
  void handle().then((value) => process.send?.(value))
})
process.on("disconnect", () => process.exit(0))
