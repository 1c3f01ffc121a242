/**
 * One contender against plain undici, in a process of their own: both in turn, so that what slows the machine slows
 * both.
 */
import { type Contender, type Task, timed } from "./internal/contender.ts"

const modules: Readonly<Record<string, () => Promise<Contender>>> = {
  undici: async () => (await import("./internal/plain.ts")).plainUndici,
  fetch: async () => (await import("./internal/plain.ts")).plainFetch,
  sdk: async () => (await import("./internal/plain.ts")).generatedSdk,
  zod: async () => (await import("./internal/zod.ts")).fetchZod,
  naive: async () => (await import("./internal/effects.ts")).naiveEffect,
  pages: async () => (await import("./internal/effects.ts")).revoxPages,
  plainNdjson: async () => (await import("./internal/exports.ts")).plainNdjson,
  csv: async () => (await import("./internal/exports.ts")).csv,
  ndjson: async () => (await import("./internal/exports.ts")).ndjson,
  revox: async () => (await import("./internal/effects.ts")).revox
}

/** What a pair is told to run. */
export interface PairTask extends Task {
  readonly contender: string
  /** Whom it runs beside. Default plain undici. */
  readonly partner?: string | undefined
  /** How plain undici reads meanwhile. */
  readonly plainConcurrency: number
  readonly rounds: number
  readonly warmups: number
}

/** Seconds of each round. */
export interface PairResult {
  readonly name: string
  readonly seconds: ReadonlyArray<number>
  readonly plain: ReadonlyArray<number>
}

const run = async (task: PairTask): Promise<PairResult> => {
  const load = modules[task.contender]
  const plainly = modules[task.partner ?? "undici"]
  if (load === undefined || plainly === undefined) throw new Error(`no contender ${task.contender}`)
  const contender = await load()
  const plainTask = { ...task, concurrency: task.plainConcurrency }
  const read = await contender.make(task)
  const readPlainly = await (await plainly()).make(plainTask)
  const seconds: Array<number> = []
  const plain: Array<number> = []
  for (let round = -task.warmups; round < task.rounds; round++) {
    // The order changes, so that neither always runs on what the other left.
    const plainFirst = round % 2 === 0
    const before = plainFirst ? await timed(plainTask, readPlainly) : 0
    const second = await timed(task, read)
    const after = plainFirst ? before : await timed(plainTask, readPlainly)
    if (round < 0) continue
    seconds.push(second)
    plain.push(after)
  }
  return { name: contender.name, seconds, plain }
}

if (process.send !== undefined) {
  process.once("message", (task: PairTask) => {
    void run(task).then((result) => {
      process.send?.(result)
      process.exit(0)
    })
  })
}
