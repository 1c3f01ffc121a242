import { RevoxSimulator } from "@effect-revox/testing"
import { Effect, Path, Redacted, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

/** What a run of the command left behind. */
export interface Output {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

const binary = Path.Path.use((path) => path.fromFileUrl(new URL("../../src/bin.ts", import.meta.url)))

const start = Effect.fnUntraced(function*(
  command: string,
  args: ReadonlyArray<string>,
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {}
) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const { PATH = "" } = process.env
  return yield* spawner.spawn(
    ChildProcess.make(command, args, { ...options, env: { PATH, ...options.env }, extendEnv: false })
  )
})

/** The command as a person starts it, in a folder, with its output in pipes and nothing but this environment. */
export const spawn = Effect.fnUntraced(function*(
  args: ReadonlyArray<string>,
  options?: { readonly cwd?: string; readonly env?: Record<string, string> }
) {
  return yield* start("node", [yield* binary, ...args], options)
})

const text = <E>(stream: Stream.Stream<Uint8Array, E>) => Stream.mkString(Stream.decodeText(stream))

const finish = Effect.fnUntraced(function*(child: Effect.Success<ReturnType<typeof start>>) {
  const [stdout, stderr, exitCode] = yield* Effect.all([text(child.stdout), text(child.stderr), child.exitCode], {
    concurrency: "unbounded"
  })
  const output: Output = { stdout, stderr, exitCode: Number(exitCode) }
  return output
})

/** Runs the command to its end. */
export const revox = Effect.fnUntraced(function*(
  args: ReadonlyArray<string>,
  options?: { readonly cwd?: string; readonly env?: Record<string, string> }
) {
  return yield* finish(yield* spawn(args, options))
})

/** The environment of somebody who works with the simulator. */
export const environment = Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => ({
  REVOX_API_KEY: Redacted.value(apiKey),
  REVOX_BASE_URL: baseUrl
}))

/** Runs the command against the simulator. */
export const connected = Effect.fnUntraced(function*(...args: ReadonlyArray<string>) {
  return yield* revox(args, { env: yield* environment })
})

/** Runs a line of bash against the simulator, in which `"$0" "$@"` is the command with its arguments. */
export const shell = Effect.fnUntraced(function*(line: string, args: ReadonlyArray<string>) {
  const command = line.replace(`"$0"`, `node "$0"`)
  return yield* finish(
    yield* start("bash", ["--norc", "-c", command, yield* binary, ...args], { env: yield* environment })
  )
})
