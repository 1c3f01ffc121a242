import { NodeServices } from "@effect/platform-node"
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import * as Abbreviation from "../src/internal/abbreviation.ts"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { methods, recorded } from "./utils/contacts.ts"
import { runInProcess } from "./utils/inProcess.ts"
import { environment } from "./utils/revox.ts"
import { hasTerminals, onTerminal } from "./utils/terminal.ts"

const spring = "7f3a91c2-5d0e-4b7a-9c3f-2e8d6a104b57"
const summer = "7f3a91c2-6d0e-4b7a-9c3f-2e8d6a104b57"
const autumn = "81aa91c2-6d0e-4b7a-9c3f-2e8d6a104b57"
const ada = "5c1e91c2-6d0e-4b7a-9c3f-2e8d6a104b57"

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({
    campaigns: [
      { id: spring, name: "Spring", rows: 3, status: "completed" },
      { id: summer, name: "Summer", rows: 3, status: "completed" },
      { id: autumn, name: "Autumn", rows: 3, status: "running" },
      { id: "demo", name: "Demo", rows: 3, status: "completed" }
    ],
    assistants: [{ id: ada, name: "Ada" }],
    voices: [
      { id: "a167e0f3-df7e-4d52-a9c3-f949145efdab", name: "Ada", provider: "cartesia" },
      { id: "chloe", name: "Chloé", provider: "elevenlabs" }
    ]
  })
)

/** Runs the command in this process, and returns its output and the requests. */
const run = Effect.fnUntraced(function*(...args: ReadonlyArray<string>) {
  const { requests, result } = yield* recorded(runInProcess(args, yield* environment))
  return { ...result, requests: methods(requests) }
})

describe("abbreviated ids", () => {
  it("are beginnings of UUIDs with four characters or more", () => {
    for (const id of ["7f3a", "7F3A91C2", "7f3a91c2-", "7f3a91c2-5d0e-4b7a-9c3f-2e8d6a104b5"]) {
      assert.isTrue(Abbreviation.isAbbreviated(id), id)
    }
    for (const id of ["", "7f3", "ada", "demo", "7f3a91c25", "7f3a91c2_", spring, "507f1f77bcf86cd799439011"]) {
      assert.isFalse(Abbreviation.isAbbreviated(id), id)
    }
  })

  layer(services, { excludeTestServices: true })((it) => {
    it.effect("name the only resource whose id starts with them", () =>
      Effect.gen(function*() {
        const get = yield* run("campaign", "get", "7f3a91c2-5", "--json")
        assert.strictEqual(JSON.parse(get.stdout).name, "Spring")
        assert.deepStrictEqual(get.requests, ["GET /campaigns", `GET /campaigns/${spring}`])
        for (
          const args of [
            ["campaign", "get", "81AA"],
            ["campaign", "pause", "81aa"],
            ["campaign", "update", "81aa", "--name", "Autumn"],
            ["campaign", "report", "7f3a91c2-5", "7f3a91c2-6"],
            ["campaign", "watch", "7f3a91c2-5"],
            ["rows", "list", "7f3a91c2-5"],
            ["rows", "export", "7f3a91c2-5", "-o", "-"],
            ["assistant", "get", "5c1e"],
            ["assistant", "copy", "5c1e"]
          ]
        ) {
          const { exitCode, stderr } = yield* run(...args)
          assert.strictEqual(exitCode, 0, `${args.join(" ")}: ${stderr}`)
        }
      }))

    it.effect("cost no request if they are complete", () =>
      Effect.gen(function*() {
        for (const id of [spring, "demo"]) {
          assert.deepStrictEqual((yield* run("campaign", "get", id)).requests, [`GET /campaigns/${id}`])
        }
      }))

    it.effect("fail with the candidates if they are ambiguous, and with the command that lists ids if they are unknown", () =>
      Effect.gen(function*() {
        const ambiguous = yield* run("rows", "list", "7f3a")
        assert.strictEqual(ambiguous.exitCode, 2)
        assert.strictEqual(ambiguous.stdout, "")
        assert.match(ambiguous.stderr, /^Error: The ids of 2 campaigns start with 7f3a\.\nUse more characters/)
        assert.include(ambiguous.stderr, `\n- ${spring}  Spring\n`)
        assert.include(ambiguous.stderr, `\n- ${summer}  Summer\n`)
        const unknown = yield* run("assistant", "get", "beef")
        assert.strictEqual(unknown.exitCode, 4)
        assert.strictEqual(
          unknown.stderr,
          "Error: No assistant has an id that starts with beef.\nTo see all ids: revox assistant list --limit 0\n"
        )
        assert.deepStrictEqual(unknown.requests, ["GET /assistants"])
      }))

    it.effect("are refused with --yes before any request", () =>
      Effect.gen(function*() {
        for (
          const args of [
            ["campaign", "cancel", "81aa"],
            ["campaign", "delete", "81aa"],
            ["campaign", "launch", "81aa"],
            ["campaign", "resume", "81aa"],
            ["assistant", "delete", "5c1e"],
            ["call", "place", "+33184801234", "--assistant", "5c1e"]
          ]
        ) {
          const { exitCode, requests, stderr } = yield* run(...args, "--yes")
          assert.strictEqual(exitCode, 2, args.join(" "))
          assert.match(
            stderr,
            /^Error: With --yes, ids must be complete, and (81aa|5c1e) is abbreviated\.\nTo see all ids: /
          )
          assert.deepStrictEqual(requests, [])
        }
        const whole = yield* run("campaign", "cancel", autumn, "--yes")
        assert.strictEqual(whole.exitCode, 0, whole.stderr)
      }))

    it.effect("name voices, whose list has the provider", () =>
      Effect.gen(function*() {
        const preview = (id: string, ...more: ReadonlyArray<string>) => run("voice", "preview", id, "-o", "-", ...more)
        const requests = ["GET /voices", "POST /voices/preview"]
        assert.deepStrictEqual((yield* preview("a167")).requests, requests)
        assert.deepStrictEqual((yield* preview("chl")).requests, requests)
        assert.deepStrictEqual((yield* preview("chloe", "--provider", "elevenlabs")).requests, requests.slice(1))
      }))

    it.effect.skipIf(!hasTerminals)("are shown completely before a prompt is confirmed", () =>
      Effect.gen(function*() {
        const terminal = yield* onTerminal("campaign", "delete", "7f3a91c2-6")
        yield* terminal.waitFor(new RegExp(`Delete the campaign "Summer" \\(${summer}, completed`))
        yield* terminal.press("n")
        assert.strictEqual(Number(yield* terminal.exitCode), 2)
      }))
  })
})
