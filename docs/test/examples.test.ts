import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { node } from "../../scripts/internal/childProcess.ts"

const folder = fileURLToPath(new URL("../examples/", import.meta.url))

/** Expected parts of the output of each example. All examples start their own simulator. */
const printed: Record<string, ReadonlyArray<string | RegExp>> = {
  assistants: [
    /Ada speaks with Chloé: \d+ frames of audio/,
    "updated: no voicemail message",
    `"api_key":"<masked>"`,
    "a mask is refused: InvalidRequestError",
    "copied, not copied: transfer_phone_number",
    "Front desk: +33184801200",
    "cloned: Eve",
    "ada@example.com, authenticated: true"
  ],
  calls: [
    "completed after 2 attempts",
    "transcript: several lines",
    "recording: 4096 bytes",
    "the call exists: completed",
    "not answered: 1 attempt",
    "another call: not reached: number_non_attributed"
  ],
  campaigns: [
    "line 5: the phone number is rounded to scientific notation",
    "line 4: duplicate of line 2",
    "created Winter offer: running",
    "completed: 2 rows",
    "launched 1 rows",
    "one of them Winter offer",
    "contact 0: to_phone_number must be in E.164 format"
  ],
  "campaign-run": [
    /run spring-2026: 2 rows, 2 rows of .* in revox_rows/,
    "results: +33184801001, +33184801002",
    "complete: 2 of 2 finished, 2 exported"
  ],
  client: [/Spring offer .*: 20 of \d+ rows/, "no notes", "5 of 200, status 200, application/json, 1 attempt"],
  completion: [/running \d+%/, "completed 100%", "completed, extraction completed", "it was never started"],
  configuration: [/Spring offer .* is completed/, "revox_client_requests_total"],
  "dead-letters": [/(\d+) rows, (\d+) dead letters, together 2500/, `at ["input_data"]["first_name"]`],
  durable: ["the first process ends: the export waits", "attempt 1: 40 rows of winter in revox_rows"],
  errors: [
    "spring: found",
    "winter: not found",
    "winter: no such campaign",
    "winter: status 404",
    "spring: rate limited, retry after 2m",
    /Campaigns.retrieve: NotFoundError, after \d+ characters of JSON/
  ],
  exports: [
    "ndjson: 2500 rows",
    "raw: 2500 rows",
    "csv: 2500 rows in",
    /reached: \d+ bytes/,
    "left behind: raw.ndjson, spring.csv, spring.ndjson\n"
  ],
  "many-campaigns": [
    "not-found: NotFoundError",
    "quick: 20 rows",
    "cancelled: CampaignCancelledError",
    /slow: 300 rows\n$/
  ],
  migration: [/a page: 100 of (\d+)\nall of them: \1\n/, "spring: completed", "winter: not found"],
  "open-api": ["OpenAPI 3.1.0: Retrieves a campaign by its id.", "campaigns.archive", "spring: completed"],
  progress: ["several events, the last: completed 1", `autumn/completed: {"campaign":"autumn","status":"completed"`],
  proxy: ["Spring is completed, and no proxy was needed"],
  report: [
    /40 contacts, \d+ attempts/,
    /answered: \d+%\nby a person: \d+%\nmedian talk time: \d/,
    /outcome: filled in (\d+) of \1\n/,
    /human or voicemail: \d+ contacts/,
    "of two campaigns: 100 contacts"
  ],
  "retries-for-a-region": [
    "interactive: InternalServerError, attempts: 1",
    "nightly: 2500 rows",
    "the last request was tagged: growth"
  ],
  rows: [
    "all: 2500 rows",
    "reached: 10 numbers",
    /typed: \d+ names, \d+ dead letters/,
    "resumed: 1000 rows, then 1500",
    "audit: 2500 of 2500, 0 duplicates, drift 0",
    "counted from 1: 100 rows are missing"
  ],
  "rows-fan-out": ["2500 rows read once", /(\d+) people were reached, \1 of them are in the file/],
  "rows-to-sql": ["2500 rows in the table", /\d+ human/],
  runtimes: ["the worker sent many lines", "without a campaign: 400", "such a server: AuthenticationError"],
  schema: [
    "Spring offer, created 2026-11-21T09:30:00.000Z, terminal: true",
    "Spring offer, created in 2026",
    "to be called; new in the API: transferred",
    "Expected a finite number\n  at [\"input_data\"][\"visits\"]",
    "3 visits, confirmed: false"
  ],
  "shared-rate-limit": ["16 requests took more than 1.9 seconds"],
  tracing: [/Campaigns.getRows \d+ ms ok .*revox.attempts=2/],
  "tracing-otlp": ["CampaignRows.pages, Campaigns.getRows, GET, report"],
  unknowns: [
    "pages count from 0",
    "a page has at most 1000 rows",
    "0 duplicates, 0 missing",
    "2500 rows",
    "the simulator has no usage: NotFoundError"
  ],
  webhooks: [
    "deliveries: 204,204,204",
    "completed after 1 attempt",
    "transcripts: 1",
    "without the secret: 401"
  ],
  "typed-rows": [
    /C-\d+ and \d+ others are worth a call/,
    /C-\d+: no score/,
    "a row has call, id, input_data, phone_number, row_index"
  ]
}

/** Examples that other tests run: handlers, one of which `runtimes` calls, and programs that read the environment. */
const elsewhere = ["landing", "outside-effect", "quick-start", "runner", "serve", "service", "worker"]

/** Numbers differ between runs, so lines are compared by their words. */
const shape = (line: string): string => line.trim().replaceAll(/\d+/g, "0")

const guides = fileURLToPath(new URL("../guides/", import.meta.url))

/** The lines of output that pages show for their examples, after a paragraph that links to the example. */
const promised: ReadonlyMap<string, ReadonlyArray<string>> = new Map(
  readdirSync(guides).flatMap((file) => {
    const page = readFileSync(`${guides}${file}`, "utf8")
    const outputs = page.matchAll(
      /\(\.\.\/examples\/([\w-]+)\.ts\)(?:[^`\n]|`[^`]+`|\n(?!\n))*:\n\n```text\n([\s\S]*?)^```$/gm
    )
    return [...outputs].map(([_, name = "", lines = ""]) => [name, lines.trim().split("\n")] as const)
  })
)

const redis = process.env["REVOX_TEST_REDIS_URL"]

/** Runs an example in a separate process and returns its output. */
const output = Effect.fnUntraced(function*(name: string) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const child = yield* spawner.spawn(
    node([`${folder}${name}.ts`], {
      env: redis === undefined ? {} : { REDIS_URL: redis },
      extendEnv: true,
      stderr: "inherit"
    })
  )
  const text = yield* Stream.mkString(Stream.decodeText(child.stdout))
  assert.strictEqual(Number(yield* child.exitCode), 0)
  return text
}, Effect.scoped)

describe("docs/examples", () => {
  it("have output on the pages of the guides", () => {
    assert.isAbove([...promised.values()].flat().length, 15)
  })

  it("are all run", () => {
    const names = readdirSync(folder).filter((name) => /^[\w-]+\.ts$/.test(name)).map((name) => name.slice(0, -3))
    assert.deepStrictEqual([...Object.keys(printed), ...elsewhere].sort(), names.sort())
  })

  // Each example is a process, so the number that runs concurrently is limited.
  describe.concurrent("print the expected output", () => {
    for (const [name, expected] of Object.entries(printed)) {
      it.live.skipIf(name === "shared-rate-limit" && redis === undefined)(name, () =>
        Effect.gen(function*() {
          const text = yield* output(name)
          for (const part of expected) {
            if (part instanceof RegExp) assert.match(text, part)
            else assert.include(text, part)
          }
          const shapes = text.split("\n").map(shape)
          for (const line of promised.get(name) ?? []) assert.include(shapes, shape(line))
        }).pipe(Effect.provide(NodeServices.layer)))
    }
  })
})
