import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it, layer } from "@effect/vitest"
import type { Schema } from "effect"
import { Effect, FileSystem, Layer } from "effect"
import { displayWidth } from "effect/cli/CliOutput"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import * as Csv from "../src/internal/report/csv.ts"
import type { Figures } from "../src/internal/report/figures.ts"
import * as Sections from "../src/internal/report/sections.ts"
import * as Text from "../src/internal/report/text.ts"
import { runInProcess } from "./utils/inProcess.ts"
import { environment } from "./utils/revox.ts"

const isObject = (value: Schema.Json | undefined): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const hostileName = "city </svg><script>alert(1)</script> \x1b]0;owned\x07"
const hostileValue = `"><img src=x onerror=alert(1)>`

/** Rows whose status, fields and values attack a page, a spreadsheet and a terminal. */
const hostile = Fault.mapJson((json) => {
  if (!isObject(json)) return json
  const rows = json["rows"]
  if (!Array.isArray(rows)) return json
  const attempt = (value: Schema.Json | undefined): Schema.Json =>
    isObject(value)
      ? {
        ...value,
        structured_output: {
          [hostileName]: hostileValue,
          callback: "+33 6 12 34 56 78",
          "=cmd()": "=1+1",
          wide: "東京都"
        }
      }
      : null
  return {
    ...json,
    rows: rows.map((row) => {
      if (!isObject(row) || !isObject(row["call"])) return row
      const { call_attempts: attempts = [], last_call_attempt } = row["call"]
      return {
        ...row,
        call: {
          ...row["call"],
          status: "<b>sold</b>\u202e",
          call_attempts: Array.isArray(attempts) ? attempts.map(attempt) : [],
          last_call_attempt: attempt(last_call_attempt)
        }
      }
    })
  }
}).pipe(Fault.onEndpoint("campaigns.getRows"))

const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({
    campaigns: [
      { id: "spring", name: "Spring", rows: 300, seed: 3, status: "completed", duration: "9 days" },
      { id: "autumn", name: "Autumn", rows: 40, seed: 4, status: "completed", duration: "9 days" },
      { id: "empty", name: "Empty", rows: 0, status: "completed" },
      {
        id: "hostile",
        name: "<i>Call</i> +33 6 12 34 56 78 \x1b[31m",
        rows: 60,
        status: "completed",
        faults: [hostile]
      }
    ]
  })
)

const run = (...args: ReadonlyArray<string>) =>
  Effect.flatMap(environment, (env) => runInProcess(["campaign", "report", ...args], env))

const temporary = (name: string) =>
  Effect.map(
    FileSystem.FileSystem.use((fs) => fs.makeTempDirectoryScoped()),
    (directory) => `${directory}/${name}`
  )

const read = (file: string) => FileSystem.FileSystem.use((fs) => fs.readFileString(file))

const figuresOf = (...ids: ReadonlyArray<string>) =>
  Effect.map(
    run(...ids, "--json"),
    ({ stdout }) => stdout.trimEnd().split("\n").map((line): Figures => JSON.parse(line))
  )

/** The codes of the characters that no terminal may get. */
// eslint-disable-next-line no-control-regex
const controls = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/

describe("revox campaign report", () => {
  layer(services, { excludeTestServices: true })((it) => {
    it.effect("prints figures that agree with the rows", () =>
      Effect.gen(function*() {
        const rows = yield* RevoxSimulator.RevoxSimulator.use((simulator) => simulator.rows("spring", 0, 300))
        const attempts = rows.flatMap(({ call }) => call?.call_attempts ?? [])
        const answered = attempts.filter(({ answered_at }) => answered_at !== null).length
        const { exitCode, stdout } = yield* run("spring", "--time-zone", "Europe/Paris")
        assert.strictEqual(exitCode, 0)
        assert.match(stdout, /^Spring \(spring\), completed\n\nContacts +300\n/)
        assert.include(stdout, `${Sections.number(attempts.length)}\n`)
        assert.match(stdout, new RegExp(`\nAnswered +${answered} \\(`))
        assert.match(stdout, /\nCall status\ncompleted +\d+ \(\d+%\) █/)
        assert.include(stdout, "Start of the attempt, Europe/Paris.")
        assert.notMatch(stdout, controls, "no colors in a pipe")
        const [figures] = yield* figuresOf("spring")
        assert.strictEqual(figures?.attempts.answered, answered)
        assert.strictEqual(figures?.attempts.answerRate, answered / attempts.length)
      }))

    it.effect("compares two campaigns, and shows a value that only one of them has as zero", () =>
      Effect.gen(function*() {
        const { stdout } = yield* run("hostile", "autumn")
        assert.match(stdout, /\nB {2}Autumn \(autumn\), completed\n/)
        assert.match(stdout, /\ncompleted +A +0 \(0%\)\n +B +\d+ \(\d+%\) █/)
        const [first, second] = yield* figuresOf("spring", "autumn")
        const values = (figures: Figures | undefined) => figures?.callStatuses.values.map(({ value }) => value)
        assert.sameMembers([...values(first) ?? []], [...values(second) ?? []])
        const budgets = [first, second].map((figures) =>
          figures?.structuredOutput.fields.find(({ name }) => name === "budget")
        )
        // The most frequent budgets of one campaign are listed for the other one too, if it has them.
        assert.isAbove(budgets[0]?.values.length ?? 0, 20)
      }))

    it.effect("fits all terminals, from 20 to 200 columns", () =>
      Effect.gen(function*() {
        const all = yield* figuresOf("hostile", "autumn")
        for (let columns = 20; columns <= 200; columns++) {
          for (const shown of [all, all.slice(1)]) {
            for (const line of Text.render(shown, { columns, color: false }).split("\n")) {
              assert.isAtMost(displayWidth(line), columns, line)
              assert.notMatch(line, controls)
            }
          }
        }
        const plain = Text.render(all, { columns: 80, color: false })
        const colored = Text.render(all, { columns: 80, color: true })
        assert.include(colored, "\x1b[36m█")
        assert.strictEqual(colored.replaceAll(/\x1b\[\d+m/g, ""), plain)
      }))

    it.effect("escapes text of the API in the page, which has no script and no phone number", () =>
      Effect.gen(function*() {
        const file = yield* temporary("report.html")
        const { exitCode, stderr, stdout } = yield* run("hostile", "spring", "--html", file)
        assert.deepStrictEqual([exitCode, stdout], [0, ""])
        assert.include(stderr, `Wrote the report to ${file}.`)
        const page = yield* read(file)
        assert.notMatch(page, /<(?:script|img|link|iframe|b>sold|i>)|@import|url\(|<[^>]+ (?:src|href|on\w+)=/i)
        assert.include(page, "&lt;b&gt;sold&lt;/b&gt;")
        assert.include(page, "&lt;script&gt;")
        assert.include(page, "&lt;img src=x")
        assert.notMatch(page, controls)
        assert.notMatch(page, /\+33|12 34 56|\+\d{8}/)
        const rows = yield* RevoxSimulator.RevoxSimulator.use((simulator) => simulator.rows("spring", 0, 300))
        for (const { phone_number } of rows) assert.notInclude(page, phone_number)
        assert.include(page, "prefers-color-scheme: dark")
        assert.include(page, "@media print")
        // Each chart has a title, and a name and unit on both axes.
        const charts = page.match(/<svg[\s\S]*?<\/svg>/g) ?? []
        assert.isAbove(charts.length, 10)
        for (const chart of charts) {
          assert.match(chart, /aria-label="[^"]{10,}"/)
          assert.match(chart, /\((?:%|h)\)</)
          assert.notInclude(chart, "NaN")
        }
      }).pipe(Effect.scoped))

    it.effect("overwrites a file only if --force confirms it, and leaves no other file", () =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const file = yield* temporary("report.html")
        yield* fs.writeFileString(file, "mine")
        const refused = yield* run("empty", "--html", file)
        assert.strictEqual(refused.exitCode, 2)
        assert.include(refused.stderr, `${file} exists.\nAdd --force to overwrite it`)
        assert.strictEqual(yield* read(file), "mine")
        const link = file.replace("report", "link")
        yield* fs.symlink(file, link)
        yield* fs.chmod(file, 0o644)
        assert.strictEqual((yield* run("empty", "--html", link, "--force")).exitCode, 0)
        assert.include(yield* read(file), "<!doctype html>")
        assert.strictEqual(yield* fs.readLink(link), file, "the link is followed")
        assert.strictEqual((yield* fs.stat(file)).mode & 0o777, 0o644, "the mode is kept")
        // A link to a file that does not exist creates it, for its owner only.
        yield* fs.remove(file)
        assert.strictEqual((yield* run("empty", "--html", link)).exitCode, 0)
        assert.strictEqual((yield* fs.stat(file)).mode & 0o777, 0o600)
        assert.lengthOf(yield* fs.readDirectory(file.replace("/report.html", "")), 2)
        const { stdout } = yield* run("empty", "--html", "-")
        assert.include(stdout, "<!doctype html>")
      }).pipe(Effect.scoped))

    it.effect("refuses invalid arguments before it reads a campaign", () =>
      Effect.gen(function*() {
        const cases = [
          [["spring", "--csv", "--json"], "--csv and --json exclude each other"],
          [["spring", "spring"], "cannot be compared with itself"],
          [["spring", "--time-zone", "Mars/Base"], `--time-zone "Mars/Base" is unknown.\nUse a name such as`],
          [["spring", "--html", "/nowhere/at/all.html"], "the directory /nowhere/at does not exist"],
          [["spring", "--html", "/tmp"], "/tmp is a directory"]
        ] as const
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const before = (yield* simulator.requests).length
        for (const [args, message] of cases) {
          const { exitCode, stderr } = yield* run(...args)
          assert.strictEqual(exitCode, 2)
          assert.include(stderr, message)
        }
        assert.lengthOf(yield* simulator.requests, before)
        assert.strictEqual((yield* run("unknown")).exitCode, 4)
      }))

    it.effect("prints CSV in which spreadsheets find no formula", () =>
      Effect.gen(function*() {
        const { stdout } = yield* run("hostile", "empty", "--csv")
        const lines = stdout.trimEnd().split("\r\n")
        assert.strictEqual(lines[0], "campaign,campaign_name,figure,group,value,number,share")
        assert.isTrue(lines.some((line) => line.startsWith("hostile,") && line.includes(",'=cmd(),'=1+1,")))
        assert.notMatch(stdout, /(?:^|[,;"])[=+@-](?!\d)/m)
        assert.notInclude(stdout, "12 34 56")
        assert.include(stdout, "empty,Empty,rows,,,0,\r\n")
      }))
  })
})

describe("Sections", () => {
  it("formats shares so that only nothing is 0% and only everything is 100%", () => {
    assert.deepStrictEqual(
      [0, 0.0001, 0.004, 0.01, 0.5, 0.99, 0.995, 0.99999, 1].map(Sections.percent),
      ["0%", "<0.1%", "0.4%", "1%", "50%", "99%", "99.5%", ">99.9%", "100%"]
    )
    assert.deepStrictEqual(
      [0, 4.26, 59.4, 60, 150, 3600, 400_000].map(Sections.duration),
      ["0s", "4.3s", "59s", "1m 0s", "2m 30s", "1h 0m", "111h 6m"]
    )
    assert.strictEqual(Sections.number(1_234_567), "1,234,567")
    assert.isDefined(Csv.render)
  })
})
