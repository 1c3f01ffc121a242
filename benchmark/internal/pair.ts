import { fork } from "node:child_process"
import type { PairResult, PairTask } from "../pair.ts"

/** Runs a pair in a process of its own. */
export const runPair = (task: PairTask): Promise<PairResult> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL("../pair.ts", import.meta.url), { stdio: "inherit" })
    child.once("error", reject)
    child.once("exit", (code) => reject(new Error(`${task.contender} ended with ${code}`)))
    child.once("message", (result: PairResult) => resolve(result))
    child.send(task)
  })
