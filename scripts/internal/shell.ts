/** Commands and checks. */
import { Console, Effect, Schema, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

/** A check failed. */
export class CheckFailed extends Schema.TaggedError<CheckFailed>()("CheckFailed", { problem: Schema.String }) {
  override get message(): string {
    return this.problem
  }
}

/** Runs a command and returns its output, which is also the message of its failure. */
export const run = Effect.fnUntraced(function*(
  cwd: string,
  [command = "", ...args]: ReadonlyArray<string>,
  env: Readonly<Record<string, string>> = {}
) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const child = yield* spawner.spawn(ChildProcess.make(command, args, { cwd, env, extendEnv: true }))
  const output = yield* Stream.mkString(Stream.decodeText(child.all))
  const exitCode = Number(yield* child.exitCode)
  if (exitCode !== 0) {
    return yield* new CheckFailed({ problem: `${command} ${args.join(" ")} exited with code ${exitCode}\n${output}` })
  }
  return output
}, Effect.scoped)

/** Runs a check, and reports that it passed. */
export const step = <A, E, R>(name: string, check: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.tap(check, () => Console.log(`✓ ${name}`))

/** The code blocks of a language in a Markdown text. */
export const codeBlocks = (markdown: string, language: string): ReadonlyArray<string> =>
  [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([_, code = ""]) => code)
