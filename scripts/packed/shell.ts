/**
 * Commands as a person types them, and the error that ends a check.
 */
import { Console, Effect, Schema, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

/** Something is not as it has to be. */
export class Unexpected extends Schema.TaggedError<Unexpected>()("Unexpected", { what: Schema.String }) {
  override get message(): string {
    return this.what
  }
}

/** Fails with what is wrong, if anything is. */
export const expectNone = (problems: ReadonlyArray<string>): Effect.Effect<void, Unexpected> =>
  problems.length === 0 ? Effect.void : Effect.fail(new Unexpected({ what: problems.join("\n") }))

/** What a command printed; it fails with that when the command does. */
export const run = Effect.fnUntraced(function*(
  cwd: string,
  [command = "", ...args]: ReadonlyArray<string>,
  env: Readonly<Record<string, string>> = {}
) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const child = yield* spawner.spawn(ChildProcess.make(command, args, { cwd, env, extendEnv: true }))
  const output = yield* Stream.mkString(Stream.decodeText(child.all))
  const exitCode = Number(yield* child.exitCode)
  if (exitCode !== 0) return yield* new Unexpected({ what: `${command} ${args.join(" ")}: ${exitCode}\n${output}` })
  return output
}, Effect.scoped)

/** Runs a check, and tells that it passed. */
export const step = <A, E, R>(name: string, check: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.tap(check, () => Console.log(`✓ ${name}`))
