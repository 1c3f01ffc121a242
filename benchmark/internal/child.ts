import { execFile } from "node:child_process"
import { promisify } from "node:util"

const run = promisify(execFile)

/** Runs a program of the benchmark in a separate process, and returns the JSON that it prints. */
export const measureIn = async <A>(
  script: string,
  args: ReadonlyArray<string>,
  flags: ReadonlyArray<string> = []
): Promise<A> => {
  const path = new URL(`../${script}`, import.meta.url).pathname
  const { stdout } = await run(process.execPath, [...flags, path, ...args], { maxBuffer: 64 * 1024 * 1024 })
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n", stdout.length - 2) + 1))
}
