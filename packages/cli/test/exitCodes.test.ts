import { RevoxError } from "@effect-revox/client"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, FileSystem, Path, Schema } from "effect"
import { ExitCode, ofReason } from "../src/ExitCode.ts"
import { codeOf } from "../src/internal/exit.ts"
import { CommandFailure, fromFailure } from "../src/internal/failure.ts"
import { reportUnknown } from "../src/internal/outcome.ts"

const reasonNamed = (
  _tag: "ConnectionError" | "TimeoutError" | "InternalServerError" | "InvalidResponseError" | "NotFoundError",
  delivery: RevoxError.Delivery
) =>
  Schema.decodeUnknownEffect(RevoxError.Reason)({
    _tag,
    message: "It failed.",
    delivery,
    isRetryable: false,
    status: 500,
    attempts: 1
  })

describe("exit codes", () => {
  it.effect("are those of docs/reference/cli.md", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const page = yield* fs.readFileString(
        yield* path.fromFileUrl(new URL("../../../docs/reference/cli.md", import.meta.url))
      )
      const [_, table = ""] = page.split("## Exit codes")
      const documented = [...table.matchAll(/^\| (\d+) \| .{10,} \|$/gm)].map(([_, code]) => Number(code))
      assert.deepStrictEqual(documented, Object.values(ExitCode).toSorted((a, b) => a - b))
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("distinguish a change with an unknown outcome from a failed request", () =>
    Effect.gen(function*() {
      const table = [
        ["InternalServerError", "unknown", 5, 11],
        ["TimeoutError", "unknown", 8, 11],
        ["ConnectionError", "unknown", 5, 11],
        ["ConnectionError", "not-sent", 5, 5],
        ["NotFoundError", "rejected", 4, 4],
        ["InvalidResponseError", "accepted", 10, 10]
      ] as const
      for (const [tag, delivery, read, change] of table) {
        const reason = yield* reasonNamed(tag, delivery)
        const error = new RevoxError.RevoxError({ operation: "Campaigns.launch", reason })
        assert.strictEqual(ofReason(error.reason), read)
        const failure = fromFailure(yield* Effect.flip(reportUnknown(Effect.fail(error), "revox check")))
        assert.strictEqual(failure.exitCode, change, `${tag} ${delivery}`)
        assert.strictEqual(
          failure.message.includes("It failed."),
          tag === "TimeoutError" || tag === "ConnectionError" || tag === "InvalidResponseError",
          failure.message
        )
        assert.strictEqual(
          failure.remedy === "To check: revox check",
          delivery === "unknown" || delivery === "accepted"
        )
      }
    }))

  it("are 130 after an interrupt, 143 after SIGTERM, and 1 for unexpected errors", () => {
    assert.strictEqual(codeOf(Exit.interrupt(1), false), 130)
    assert.strictEqual(codeOf(Exit.interrupt(1), true), 143)
    assert.strictEqual(codeOf(Exit.die("bug"), true), 1)
    assert.strictEqual(codeOf(Exit.void, true), 0)
    const failure = new CommandFailure({ message: "full", exitCode: 9 })
    assert.strictEqual(codeOf(Exit.fail(failure), false), 9)
    assert.strictEqual(codeOf(Exit.die(failure), false), 9)
    assert.strictEqual(
      codeOf(Exit.failCause(Cause.combine(Cause.interrupt(1), Cause.fail(failure))), false),
      9
    )
  })
})
