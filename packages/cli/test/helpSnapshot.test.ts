import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Completions } from "effect/cli"
import { revox } from "../src/Revox.ts"
import { runInProcess } from "./utils/inProcess.ts"

/** The paths of a command and all its subcommands. */
const pathsOf = (
  { subcommands }: Completions.CommandDescriptor,
  path: ReadonlyArray<string> = []
): ReadonlyArray<ReadonlyArray<string>> => [
  path,
  ...subcommands.flatMap((subcommand) => pathsOf(subcommand, [...path, subcommand.name]))
]

describe("help", () => {
  it.effect.each(pathsOf(Completions.fromCommand(revox)).map((path) => ["revox", ...path].join(" ")))(
    "of %s is as reviewed",
    (name) =>
      Effect.gen(function*() {
        const { stdout } = yield* runInProcess([...name.split(" ").slice(1), "--help"])
        expect(stdout).toMatchSnapshot()
      })
  )
})
