import { Api, Campaign, type Endpoint, OpenEnum } from "@effect-revox/schema"
import { FetchHttpClient, HttpClient, HttpClientRequest } from "effect/http"
import { RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { eventually } from "../../testing/test/utils/eventually.ts"
import { format } from "../src/internal/simulate/requestLog.ts"
import { toFailure } from "../src/internal/writer.ts"
import { collecting, runInProcess } from "./utils/inProcess.ts"
import { simulating } from "./utils/simulating.ts"

const lines = (text: string): ReadonlyArray<string> => text.trimEnd().split("\n")

const endpoints = Object.values(Api).flatMap((group) => Object.values<Endpoint.Any>(group))

/** Sends a request, without a body unless it is JSON, and returns its status. */
const send = Effect.fnUntraced(
  function*(url: string, method = "GET", key = "test-key") {
    const request = HttpClientRequest.make(method as "GET")(url).pipe(HttpClientRequest.bearerToken(key))
    return (yield* HttpClient.execute(request)).status
  },
  Effect.scoped,
  Effect.provide(FetchHttpClient.layer)
)

const statusesOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lines(text).map((line): Campaign.Campaign => JSON.parse(line)).map(({ id, is_cancelled, status }) => [
      id,
      is_cancelled ? "cancelled" : status
    ])
  )

describe("revox simulate", () => {
  it.live("prints the campaigns in every state, and the commands to paste", () =>
    Effect.gen(function*() {
      const clock = yield* TestClock.make({ warningDelay: "1 day" })
      const { env, url, written } = yield* simulating(["--rows", "7", "--start", "now"], { clock })
      const [title, table = "", paste, commands = "", end = ""] = written.stdout.split("\n\n")
      assert.strictEqual(title, `A simulated Revox is at ${url} with these campaigns:`)
      assert.strictEqual(paste, "Paste this where you need it:")
      const printed = lines(table).map((line) => line.split(/\s+/))
      assert.deepStrictEqual(printed.slice(0, 2), [["id", "state", "rows"], ["demo", "running", "7"]])
      assert.strictEqual(end, "demo completes 10s after the start of the simulator.\nCtrl-C stops the simulator.\n")

      const states = Object.fromEntries(printed.slice(2).map(([id = "", state]) => [id, state]))
      assert.sameMembers(Object.values(states), [...OpenEnum.literals(Campaign.CampaignStatus), "cancelled"])
      const listed = statusesOf((yield* runInProcess(["campaign", "list", "--json"], env)).stdout)
      assert.hasAllKeys(listed, ["demo", ...Object.keys(states)])
      for (const [id, state] of Object.entries(states)) {
        assert.strictEqual(listed[id], state)
        const rows = yield* runInProcess(["rows", "list", id, "--json", "--limit", "1000"], env)
        assert.lengthOf(lines(rows.stdout), 100, id)
      }

      assert.strictEqual(commands.split("\n").length, 3)
      const [, , next = ""] = commands.split("\n")
      assert.strictEqual(next, "revox campaign watch demo")
      yield* clock.adjust("10 seconds")
      const watched = yield* runInProcess(next.split(" ").slice(1), env)
      assert.strictEqual(watched.exitCode, 0)
      assert.include(watched.stdout, "completed 100%  7/7 rows")
    }))

  it.live("prints a command that reads the rows of a completed campaign", () =>
    Effect.gen(function*() {
      const { env, written } = yield* simulating(["--rows", "7", "--completed"])
      assert.include(written.stdout, "\ndemo       completed     7\n")
      assert.include(written.stdout, "\nrevox rows list demo\n\nCtrl-C")
      const { exitCode, stdout } = yield* runInProcess(["rows", "list", "demo"], env)
      assert.deepStrictEqual([exitCode, lines(stdout).length], [0, 8])
    }))

  it.live.each(
    [[[], "running"], [["--start", "first-request"], "running"], [["--start", "now"], "completed"]] as const
  )(
    "with %j has a campaign that is %s at the first request after an hour",
    ([args, expected]) =>
      Effect.gen(function*() {
        const clock = yield* TestClock.make({ warningDelay: "1 day" })
        const { env, written } = yield* simulating(args, { clock })
        assert.include(
          written.stdout,
          `\ndemo completes 10s after the ${expected === "running" ? "first request" : "start of the simulator"}.\n`
        )
        yield* clock.adjust("1 hour")
        const status = Effect.map(
          runInProcess(["campaign", "get", "demo", "--json"], env),
          ({ stdout }) => statusesOf(stdout)["demo"]
        )
        assert.strictEqual(yield* status, expected)
        yield* clock.adjust("10 seconds")
        assert.strictEqual(yield* status, "completed")
      })
  )

  describe("the log of requests", () => {
    it.live("has a line per request, without secrets", () =>
      Effect.gen(function*() {
        const { url, written } = yield* simulating(["--fault", "GET /campaigns/draft=status:503"])
        const { origin } = new URL(url)
        yield* send(`${url}/campaigns/draft`)
        yield* send(`${url}/campaigns/draft`, "DELETE", "sk-wrong")
        yield* send(`${url}/campaigns/demo/rows?page=0&query=%2B33184801234&%71uery=Zoe&token=sk-1`)
        yield* send(`${origin}/campaigns/demo?page=sk-2&empty=&sk-3`)
        const logged = yield* eventually(Effect.sync(() => lines(written.stderr)), (logged) => logged.length === 4)
        assert.deepStrictEqual(logged.map((line) => line.replace(/\d+ms/, "1ms")), [
          "GET /api/campaigns/draft 503 1ms fault: status 503",
          "DELETE /api/campaigns/draft 401 1ms",
          "GET /api/campaigns/demo/rows?page=0&query=<redacted>&%71uery=<redacted>&token=<redacted> 400 1ms",
          "GET /campaigns/demo?page=<redacted>&empty=&<redacted> 404 1ms"
        ])
      }))

    it.live("escapes control characters, and has the outcome of a request that was not completed", () =>
      Effect.gen(function*() {
        // The server of the simulator refuses such a request.
        const path = "/api/\x1b]0;owned\x07\x9b2J\u202e\nx"
        const simulator = yield* RevoxSimulator.RevoxSimulator
        yield* Effect.scoped(send(`${simulator.baseUrl}/campaigns`))
        const record = yield* Effect.fromNullishOr((yield* simulator.requests)[0])
        assert.strictEqual(
          format({ ...record, path, target: path, status: undefined, outcome: "aborted", receivedAt: 5, endedAt: 8 }),
          "GET /api/\\u001b]0;owned\\u0007\\u009b2J\\u202e\\u000ax no response 3ms aborted"
        )
      }).pipe(Effect.provide(RevoxSimulator.layer())))

    it.live("is hidden by --quiet", () =>
      Effect.gen(function*() {
        const { env, url, written } = yield* simulating(["--quiet"])
        assert.strictEqual(yield* send(`${url}/campaigns`), 200)
        // The log of a second simulator, which received its request later.
        const other = yield* simulating([])
        assert.strictEqual(yield* send(`${other.url}/campaigns`), 200)
        yield* eventually(Effect.sync(() => other.written.stderr), (text) => text !== "")
        assert.strictEqual(written.stderr, "")
        assert.hasAllKeys(env, ["REVOX_BASE_URL", "REVOX_API_KEY"])
      }))
  })

  describe("--fault", () => {
    it.live("affects every endpoint of the API", () =>
      Effect.gen(function*() {
        assert.isAbove(endpoints.length, 30)
        const faults = endpoints.map(({ method, path }) => ["--fault", `${method} ${path}=status:418`])
        const { url, written } = yield* simulating(faults.flat())
        for (const { method, path } of endpoints) {
          assert.strictEqual(yield* send(url + path.replaceAll(/:\w+/g, "x"), method), 418, `${method} ${path}`)
        }
        const logged = yield* eventually(
          Effect.sync(() => lines(written.stderr)),
          (logged) => logged.length === endpoints.length
        )
        assert.isTrue(logged.every((line) => line.endsWith("fault: status 418")), written.stderr)
      }))

    it.live("affects one resource, and a number of requests", () =>
      Effect.gen(function*() {
        const { url } = yield* simulating([
          "--fault",
          "GET /api/campaigns/paused=status:503 x2",
          "--fault",
          "get /campaigns=status always",
          "--fault",
          "DELETE /campaigns/:any=status:409"
        ])
        const statuses = (path: string, method?: string) =>
          Effect.forEach([1, 2, 3], () => send(`${url}/${path}`, method))
        assert.deepStrictEqual(yield* statuses("campaigns/draft"), [200, 200, 200])
        assert.deepStrictEqual(yield* statuses("campaigns/paused"), [503, 503, 200])
        assert.deepStrictEqual(yield* statuses("campaigns"), [503, 503, 503])
        assert.deepStrictEqual(yield* statuses("campaigns/draft", "DELETE"), [409, 204, 404])
      }))

    it.live("help lists all faults and endpoints, a line each, and every listed fault is accepted", () =>
      Effect.gen(function*() {
        const { exitCode, stderr, stdout } = yield* runInProcess(["simulate", "--fault", "help", "--fault", "nope"])
        assert.deepStrictEqual([exitCode, stderr], [0, ""])
        for (const { method, path, summary } of endpoints) {
          assert.lengthOf(lines(stdout).filter((line) => line.startsWith(`  ${method} ${path} `)), 1, path)
          assert.include(stdout, summary)
        }
        const faults = Array.from(stdout.matchAll(/^ {2}(\S+) +(?:one|all) {2,}\S/gm), ([, fault = ""]) => fault)
        assert.isAbove(faults.length, 20)
        const { url } = yield* simulating(
          faults.flatMap((fault) => ["--fault", fault, "--fault", `GET /campaigns/:id/rows=${fault} x1`])
        )
        assert.isNotEmpty(url)
      }))

    const known = "Use one of: status, rate-limit, redirect, "
    it.live.each<readonly [string, string]>([
      ["nope", `Unknown fault "nope" in --fault "nope". ${known}`],
      ["GET /campaigns=nope:1 x2", `Unknown fault "nope" in --fault "GET /campaigns=nope:1 x2". ${known}`],
      ["", `Unknown fault "" in --fault "". ${known}`],
      [
        "=",
        "Unknown endpoint \"\" in --fault \"=\". Write GET, PATCH, POST, DELETE and a path, such as GET /campaigns/:id."
      ],
      ["PUT /campaigns=html", "Unknown endpoint \"PUT /campaigns\" in --fault \"PUT /campaigns=html\". Write GET, "],
      [
        "PATCH /campaigns=html",
        "Unknown endpoint \"PATCH /campaigns\" in --fault \"PATCH /campaigns=html\". Use one of: PATCH /users/me, " +
        "PATCH /assistants/:id, PATCH /campaigns/:id, PATCH /phone-numbers/:id."
      ],
      ["GET /campaigns/=html", "Unknown endpoint \"GET /campaigns/\" in "],
      [
        "status:99",
        "--fault \"status:99\" is invalid: the argument of status is an HTTP status from 300 to 599, such as status:503."
      ],
      ["status:503:2", "--fault \"status:503:2\" is invalid: the argument of status is "],
      ["truncate:2", "--fault \"truncate:2\" is invalid: the argument of truncate is a part of the body from 0 to 1, "],
      ["cap:0", "--fault \"cap:0\" is invalid: the argument of cap is a number of 1 or more, such as cap:50."],
      [
        "slow:2",
        "--fault \"slow:2\" is invalid: the argument of slow is a duration in ms, s or m, such as slow:200ms."
      ],
      ["html:5", "--fault \"html:5\" is invalid: html has no argument."],
      ["html x0", "--fault \"html x0\" is invalid: after x, write a number of requests of 1 or more, such as x2."],
      [
        "POST /campaigns=cap",
        "--fault \"POST /campaigns=cap\" is invalid: cap changes pages of rows, so its endpoint is GET /campaigns/:id/rows."
      ]
    ])("rejects %j and says what is allowed", ([fault, message]) =>
      Effect.gen(function*() {
        const { exitCode, stderr, stdout } = yield* runInProcess(["simulate", "--fault", fault])
        assert.deepStrictEqual([exitCode, stdout], [2, ""])
        const [problem = "", help] = lines(stderr)
        assert.isTrue(problem.startsWith(`Error: ${message}`), stderr)
        assert.strictEqual(help, "To list all faults and endpoints: revox simulate --fault help")
      }))
  })

  it.live.each<readonly [string, string]>([
    ["--duration", "0 seconds"],
    ["--duration", "Infinity"],
    ["--speed", "0"],
    ["--rows", "-1"],
    ["--port", "65536"],
    ["--start", "later"]
  ])("rejects %s %s", ([flag, value]) =>
    Effect.gen(function*() {
      const { exitCode, stderr } = yield* runInProcess(["simulate", flag, value])
      assert.strictEqual(exitCode, 2)
      assert.include(stderr, flag)
    }))

  it.live("fails if the port is in use", () =>
    Effect.gen(function*() {
      const { port } = new URL((yield* simulating([])).url)
      const { exitCode, stderr, stdout } = yield* runInProcess(["simulate", "--port", port])
      assert.deepStrictEqual([exitCode, stdout], [2, ""])
      assert.strictEqual(
        stderr,
        `Error: Cannot listen on port ${port}: it is in use.\n` +
          "Stop the program that uses it, or choose another port with --port.\n"
      )
    }))

  it.live("prints how to use it to standard error if the reader of standard output left", () =>
    Effect.gen(function*() {
      const { written, writer } = collecting()
      const collected = {
        written,
        writer: {
          write: (...[target, data]: Parameters<typeof writer.write>) =>
            target === "stdout"
              ? Effect.fail(toFailure("stdout", { code: "EPIPE" }))
              : writer.write(target, data)
        }
      }
      const { url } = yield* simulating(["--quiet"], { collected })
      assert.strictEqual(yield* send(`${url}/campaigns`), 200)
      assert.strictEqual(written.stdout, "")
    }))
})
