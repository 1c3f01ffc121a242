/**
 * Child processes that never outlive their parent. They end when their scope closes, and when the parent is killed
 * before it closes the scope, as test runners kill their workers.
 */
import { ChildProcess } from "effect/process"

/** Arguments of `node` for a process started with {@link tied}, or for a descendant that inherits its files. */
export const nodeArguments: ReadonlyArray<string> = [
  "--disable-warning=ExperimentalWarning",
  // Optimized code of PGlite takes longer to compile than short processes run.
  "--liftoff-only",
  `--import=${new URL("compileCache.mjs", import.meta.url).href}`,
  `--import=${new URL("endWithParent.mjs", import.meta.url).href}`
]

/** Options that end a process group with its scope, and give its processes the pipe that `endWithParent.mjs` reads. */
export const tied = {
  killSignal: "SIGKILL",
  additionalFds: { fd3: { type: "input" } }
} as const satisfies ChildProcess.CommandOptions

/** `node` with these arguments, which ends with its scope or with this process. */
export const node = (
  args: ReadonlyArray<string>,
  options?: Omit<ChildProcess.CommandOptions, keyof typeof tied>
): ChildProcess.StandardCommand =>
  ChildProcess.make(process.execPath, [...nodeArguments, ...args], { ...options, ...tied })
