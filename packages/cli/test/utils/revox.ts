import { RevoxSimulator } from "@effect-revox/testing"
import { Deferred, Effect, Redacted, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner, CommandLine } from "effect/process"
import { inject } from "vitest"
import { node, nodeArguments, tied } from "../../../../scripts/internal/childProcess.ts"

/** Output and exit code of a finished command. */
export interface Output {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

/** The bundled command, as it is published. */
export const binary = inject("binary")

/** Options of a process that does not inherit the environment. */
interface Options {
  readonly cwd?: string
  readonly env?: Record<string, string>
}

const isolated = ({ cwd, env }: Options = {}) => ({
  ...(cwd === undefined ? {} : { cwd }),
  env: { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: inject("compileCache"), ...env },
  extendEnv: false
})

/** Starts the command with its output in pipes. The process is killed when the scope closes. */
export const spawn = Effect.fnUntraced(function*(args: ReadonlyArray<string>, options?: Options) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  return yield* spawner.spawn(node([binary, ...args], isolated(options)))
})

/**
 * Waits until a command prints a text, or ends. Its output is read until the scope closes. Commands that poll for the
 * text would slow down the command that they wait for.
 */
export const printed = Effect.fnUntraced(function*(child: ChildProcessSpawner.ChildProcessHandle, text: string) {
  const found = yield* Deferred.make<void>()
  let output = ""
  yield* Stream.decodeText(child.stdout).pipe(
    Stream.runForEach((chunk) => {
      output += chunk
      return output.includes(text) ? Deferred.succeed(found, undefined) : Effect.void
    }),
    Effect.ensuring(Deferred.succeed(found, undefined)),
    Effect.forkScoped
  )
  yield* Deferred.await(found)
})

const text = <E>(stream: Stream.Stream<Uint8Array, E>) => Stream.mkString(Stream.decodeText(stream))

const finish = Effect.fnUntraced(function*(child: ChildProcessSpawner.ChildProcessHandle) {
  const [stdout, stderr, exitCode] = yield* Effect.all([text(child.stdout), text(child.stderr), child.exitCode], {
    concurrency: "unbounded"
  })
  const output: Output = { stdout, stderr, exitCode: Number(exitCode) }
  return output
})

/** Runs the command until it exits. */
export const revox = Effect.fnUntraced(function*(args: ReadonlyArray<string>, options?: Options) {
  return yield* finish(yield* spawn(args, options))
}, Effect.scoped)

/** The environment variables of the simulator. */
export const environment = Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => ({
  REVOX_API_KEY: Redacted.value(apiKey),
  REVOX_BASE_URL: baseUrl
}))

/** Runs the command against the simulator. */
export const connected = Effect.fnUntraced(function*(...args: ReadonlyArray<string>) {
  return yield* revox(args, { env: yield* environment })
})

/** The command with arguments, quoted for a POSIX shell. */
export const commandLine = (args: ReadonlyArray<string>) =>
  Effect.fromResult(CommandLine.join([process.execPath, ...nodeArguments, binary, ...args]))

/** Runs a line of bash with the environment of the simulator. */
export const shell = Effect.fnUntraced(function*(line: string) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const options = { ...isolated({ env: yield* environment }), ...tied }
  return yield* finish(yield* spawner.spawn(ChildProcess.make("bash", ["--norc", "-c", line], options)))
}, Effect.scoped)
