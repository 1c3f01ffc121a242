import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { existsSync } from "node:fs"
import { tied } from "../../../scripts/internal/childProcess.ts"
import { runInProcess } from "./utils/inProcess.ts"

const isInstalled = (shell: string): boolean =>
  (process.env["PATH"] ?? "").split(":").some((directory) => existsSync(`${directory}/${shell}`))

/** Runs a program with a script of its shell, and returns what it prints. */
const run = Effect.fnUntraced(function*(command: string, ...args: ReadonlyArray<string>) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const fs = yield* FileSystem.FileSystem
  const home = yield* fs.makeTempDirectoryScoped()
  const child = yield* spawner.spawn(ChildProcess.make(command, args, {
    env: { PATH: process.env["PATH"] ?? "", HOME: home, TERM: "dumb" },
    extendEnv: false,
    ...tied
  }))
  return yield* Stream.mkString(Stream.decodeText(child.stdout))
}, Effect.scoped)

/** Calls the function that the script registers, as bash does when the tab key is pressed. */
const bash = (script: string, line: string) =>
  run(
    "bash",
    "--norc",
    "-c",
    [
      "source \"$1\"",
      "COMP_LINE=$2 COMP_POINT=${#2}; read -ra COMP_WORDS <<<\"$2\"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))",
      "function=$(complete -p revox | sed -E 's/.*-F ([^ ]+) .*/\\1/')",
      "\"$function\" revox \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"",
      "printf '%s\\n' \"${COMPREPLY[@]}\""
    ].join("\n"),
    "bash",
    script,
    line
  )

const fish = (script: string, line: string) =>
  run("fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2] | string split -f 1 \\t", script, line)

/** Presses the tab key in an interactive zsh on a pseudo-terminal. */
const zsh = Effect.fnUntraced(function*(script: string, line: string) {
  const text = yield* run(
    "zsh",
    "-f",
    "-c",
    [
      "zmodload zsh/zpty",
      "zpty inner zsh -f -i",
      "zpty -w inner \"PROMPT=; fpath=(${1:h} \\$fpath); autoload -Uz compinit; compinit -u -D\"",
      // Prints what is added to the completions, and marks the end.
      "zpty -w inner 'compadd() { local -a found; builtin compadd -A found \"$@\"; print -rl -- FOUND:$^found; builtin compadd \"$@\" }'",
      "zpty -w inner 'complete-and-mark() { zle complete-word; print -r -- EN\"\"D }; zle -N complete-and-mark'",
      "zpty -w inner \"bindkey '^I' complete-and-mark; print REA''DY\"",
      "while zpty -r inner text; do [[ $text == *READY* ]] && break; done",
      "zpty -w -n inner \"$2\"$'\\t'",
      "while zpty -r inner text; do print -r -- $text; [[ $text == *END* ]] && break; done",
      "zpty -d inner"
    ].join("\n"),
    "zsh",
    script,
    line
  )
  return [...text.matchAll(/FOUND:([^\s]+)/g)].map(([_, word]) => word).join("\n")
})

const shells = { bash, zsh, fish }

describe("completions", () => {
  for (const [shell, complete] of Object.entries(shells)) {
    it.effect.skipIf(!isInstalled(shell))(
      `${shell} completes commands, flags and values`,
      () =>
        Effect.gen(function*() {
          const fs = yield* FileSystem.FileSystem
          const script = `${yield* fs.makeTempDirectoryScoped()}/_revox`
          const { stdout } = yield* runInProcess(["completion", shell])
          yield* fs.writeFileString(script, stdout)
          assert.include(stdout, `revox completion ${shell}`)
          for (
            const [line, expected] of [
              ["revox cam", "campaign"],
              ["revox campaign w", "watch"],
              ["revox rows list 7f3a --resu", "--result"],
              ["revox rows list 7f3a --result h", "human"]
            ] as const
          ) {
            const words = (yield* complete(script, line)).split("\n").map((word) => word.trim())
            assert.deepStrictEqual([...new Set(words)].filter((word) => word !== ""), [expected], line)
          }
        }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))
    )
  }
})
