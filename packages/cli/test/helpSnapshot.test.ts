import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { commandPaths } from "./utils/commandPaths.ts"
import { runInProcess } from "./utils/inProcess.ts"

describe("help", () => {
  it.effect.each(commandPaths.map((path) => ["revox", ...path].join(" ")))(
    "of %s is as reviewed",
    (name) =>
      Effect.gen(function*() {
        const { stdout } = yield* runInProcess([...name.split(" ").slice(1), "--help"])
        expect(stdout).toMatchSnapshot()
      })
  )
})
