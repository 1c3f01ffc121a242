import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import * as SimulatorClock from "../../testing/test/utils/simulatorClock.ts"
import { contactsFile, countNamed, create, createArguments, methods, mixed, recorded, valid } from "./utils/contacts.ts"
import { connected, runInProcess } from "./utils/inProcess.ts"
import { commandLine, environment, shell } from "./utils/revox.ts"

const services = Layer.merge(NodeServices.layer, SimulatorClock.layer())

const rejectedLines = [
  "- line 3: the phone number has no country code: start it with +, or add --country",
  "- line 4: the phone number is rounded to scientific notation by a spreadsheet: format the column as text, and " +
  "export again"
]

layer(services, { excludeTestServices: true })((it) => {
  describe("revox campaign create", () => {
    it.effect("sends the contacts of a file, and prints the campaign", () =>
      Effect.gen(function*() {
        const { requests, result } = yield* create(
          "Spring",
          "--launch",
          "--yes",
          "--from-phone-number",
          "+33184800000",
          "--max-concurrent-calls",
          "3",
          "--scheduled-at",
          "2026-11-21T10:30:00+01:00",
          "--type",
          "regular"
        )
        assert.strictEqual(result.stderr, "")
        assert.strictEqual(result.exitCode, 0)
        assert.match(result.stdout, /^Spring\n {2}id {11}\S+\n {2}status {7}\S+\n {2}rows {9}0 of 2 finished/)
        assert.deepStrictEqual(methods(requests), ["GET /campaigns", "POST /campaigns"])
        assert.deepStrictEqual(requests[1]?.body, {
          assistant_id: "ada",
          contacts: [
            { prompt_variables: { first_name: "Zoë" }, to_phone_number: "+33184801234" },
            { prompt_variables: { first_name: "Max" }, to_phone_number: "+33184801235" }
          ],
          launch: true,
          name: "Spring",
          from_phone_number: "+33184800000",
          max_concurrent_calls: 3,
          scheduled_at: "2026-11-21T10:30:00+01:00",
          type: "regular"
        })
      }))

    it.effect("sends the rules for further attempts", () =>
      Effect.gen(function*() {
        const few = yield* create("Few", "--draft", "--max-retry-attempts=1", "--calling-window=10:00-18:00")
        assert.strictEqual(few.result.exitCode, 0, few.result.stderr)
        assert.deepInclude(few.requests[1]?.body, {
          call_retry_config: {
            calling_windows: [
              { calling_window_start_time: "10:00", calling_window_end_time: "18:00", retry_delay_seconds: 7200 }
            ],
            max_retry_attempts: 1
          }
        })
        const flags = [
          "--max-retry-attempts=5",
          "--calling-window=9am-12:30pm",
          "--calling-window=14:00-19:00",
          "--retry-delay=30 minutes",
          "--allowed-day=monday",
          "--allowed-day=saturday",
          "--timezone=Europe/Paris",
          "--call-twice-in-a-row"
        ]
        const all = yield* create("Many", "--draft", ...flags)
        assert.strictEqual(all.result.exitCode, 0, all.result.stderr)
        assert.deepInclude(all.requests[1]?.body, {
          call_retry_config: {
            calling_windows: [
              { calling_window_start_time: "9am", calling_window_end_time: "12:30pm", retry_delay_seconds: 1800 },
              { calling_window_start_time: "14:00", calling_window_end_time: "19:00", retry_delay_seconds: 1800 }
            ],
            max_retry_attempts: 5,
            allowed_days: ["monday", "saturday"],
            call_twice_in_a_row: true,
            timezone: "Europe/Paris"
          }
        })
      }))

    it.effect("creates a draft without a confirmation, and prints it as JSON", () =>
      Effect.gen(function*() {
        const { requests, result } = yield* create("Draft", "--draft", "--json")
        assert.strictEqual(result.exitCode, 0, result.stderr)
        assert.deepInclude(JSON.parse(result.stdout), { name: "Draft", status: "draft" })
        assert.deepInclude(requests[1]?.body, { launch: false })
      }))

    it.effect("reads standard input and process substitutions, and maps columns", () =>
      Effect.gen(function*() {
        const german = "Telefon;Vorname;Alter\n030 123456;Zoë;41\n+4930123457;Max;42\n"
        const flags = [
          "--format=csv",
          "--phone-column=Telefon",
          "--variables=first_name=Vorname",
          "--country=de",
          "--delimiter=;",
          "--draft"
        ]
        const file = yield* contactsFile(german)
        const stdin = yield* commandLine(createArguments("Stdin", "-", ...flags))
        const fifo = (yield* commandLine(createArguments("Fifo", "FIFO", ...flags))).replace("FIFO", `<(cat ${file})`)
        const { requests, result } = yield* recorded(shell(`${stdin} <${file} && ${fifo}`))
        assert.strictEqual(result.exitCode, 0, result.stderr)
        for (const index of [1, 3]) {
          assert.deepInclude(requests[index]?.body, {
            contacts: [
              { prompt_variables: { first_name: "Zoë" }, to_phone_number: "+4930123456" },
              { prompt_variables: { first_name: "Max" }, to_phone_number: "+4930123457" }
            ]
          })
        }
      }))

    it.effect("sends nothing without --yes in a pipe", () =>
      Effect.gen(function*() {
        const { requests, result } = yield* create("Unconfirmed", "--launch")
        assert.deepStrictEqual(result, {
          stdout: "",
          stderr: "Error: Without a terminal to prompt on, add --yes to call 2 contacts. Nothing was sent.\n",
          exitCode: 2
        })
        assert.deepStrictEqual(requests, [])
      }))

    it.effect("refuses the name of an existing campaign, unless --allow-same-name is set", () =>
      Effect.gen(function*() {
        const first = yield* create("Twice", "--launch", "--yes")
        assert.strictEqual(first.result.exitCode, 0)
        const again = yield* create(" Twice", "--launch", "--yes", "--wait", "--export", "rows of twice.csv")
        assert.strictEqual(again.result.exitCode, 2)
        assert.strictEqual(again.result.stdout, "")
        const [id = ""] = /[\w-]{36}/.exec(first.result.stdout) ?? []
        assert.strictEqual(
          again.result.stderr,
          `Error: A campaign named " Twice" exists: ${id} (running). Nothing was created.\n` +
            `To continue with it: revox campaign watch ${id} && revox rows export ${id} -o 'rows of twice.csv'\n` +
            "To create another campaign of this name, add --allow-same-name.\n"
        )
        assert.deepStrictEqual(methods(again.requests), ["GET /campaigns"])
        const allowed = yield* create("Twice", "--launch", "--yes", "--allow-same-name")
        assert.strictEqual(allowed.result.exitCode, 0)
        assert.deepStrictEqual(methods(allowed.requests), ["POST /campaigns"])
        assert.strictEqual(yield* countNamed("Twice"), 2)
      }))
  })

  describe("revox campaign create --dry-run", () => {
    it.effect("prints the contacts, rejected lines and duplicates, without a request", () =>
      Effect.gen(function*() {
        const file = yield* contactsFile(mixed)
        const args = createArguments("Dry", file, "--launch", "--dry-run")
        const { requests, result } = yield* recorded(connected(...args))
        assert.deepStrictEqual(result.stdout.split("\n"), [
          "2 contacts would be called by the assistant ada.",
          "2 lines are rejected:",
          ...rejectedLines,
          "1 duplicate is left out:",
          "- line 5: the phone number of line 2",
          ""
        ])
        assert.strictEqual(
          result.stderr,
          `Error: 2 lines are rejected in the contacts of ${file}. Nothing was sent.\n` +
            "Correct them, or add --skip-rejected to leave them out.\n"
        )
        assert.strictEqual(result.exitCode, 12)
        const json = yield* recorded(connected(...args, "--skip-rejected", "--country", "FR", "--json"))
        assert.strictEqual(json.result.exitCode, 0)
        const plan = JSON.parse(json.result.stdout)
        assert.deepInclude(plan, { contacts: 3, rejectedCount: 1, duplicateCount: 1 })
        assert.deepStrictEqual(plan.duplicates, [{ line: 5, firstLine: 2 }])
        assert.deepStrictEqual([...requests, ...json.requests], [])
      }))

    it.effect("lists at most 100 rejected lines, needs no API key, and prints names without control characters", () =>
      Effect.gen(function*() {
        const bad = Array.from({ length: 150 }, () => "nobody,x").join("\n")
        const file = yield* contactsFile(`phone_number,a\x1b]0;owned\x07\n${bad}\n`)
        const { exitCode, stderr, stdout } = yield* runInProcess(createArguments("Dry", file, "--draft", "--dry-run"))
        assert.strictEqual(exitCode, 12)
        assert.lengthOf(stdout.trimEnd().split("\n"), 103)
        assert.include(stdout, "\n- 50 more\n")
        const column = yield* runInProcess(createArguments("Dry", file, "--draft", "--phone-column", "tel"))
        assert.strictEqual(column.exitCode, 12)
        assert.include(column.stderr, "Set --phone-column, --variables and --delimiter accordingly.")
        assert.notMatch(stdout + stderr + column.stderr, /[^\P{Cc}\n]/u)
      }))
  })

  describe("rejected lines", () => {
    it.effect("stop the command before any request, unless --skip-rejected is set", () =>
      Effect.gen(function*() {
        const file = yield* contactsFile(mixed)
        const args = createArguments("Rejected", file, "--launch", "--yes")
        const stopped = yield* recorded(connected(...args))
        assert.strictEqual(stopped.result.exitCode, 12)
        assert.strictEqual(stopped.result.stdout, "")
        assert.deepStrictEqual(stopped.result.stderr.split("\n").slice(1, 3), rejectedLines)
        assert.deepStrictEqual(stopped.requests, [])
        const skipped = yield* recorded(connected(...args, "--skip-rejected"))
        assert.strictEqual(skipped.result.exitCode, 0)
        assert.strictEqual(
          skipped.result.stderr,
          [
            "2 lines are rejected and left out:",
            ...rejectedLines,
            "1 duplicate is left out:",
            "- line 5: the phone number of line 2",
            ""
          ].join("\n")
        )
        assert.deepInclude(skipped.requests[1]?.body, {
          contacts: [
            { prompt_variables: { first_name: "Zoë" }, to_phone_number: "+33184801234" },
            { prompt_variables: { first_name: "Max" }, to_phone_number: "+33184801235" }
          ]
        })
      }))

    it.effect("are not needed for a file without contacts to fail", () =>
      Effect.gen(function*() {
        const file = yield* contactsFile("phone_number\n")
        const { exitCode, stderr } = yield* runInProcess(createArguments("Empty", file, "--draft"))
        assert.strictEqual(stderr, `Error: There are no contacts in ${file}. Nothing was sent.\n`)
        assert.strictEqual(exitCode, 12)
      }))
  })

  describe("usage errors", () => {
    it.effect.each<[ReadonlyArray<string>, string]>([
      [[], "Choose --launch to call the contacts, or --draft to create the campaign without calls."],
      [["--launch", "--draft"], "Choose --launch"],
      [["--draft", "--wait"], "--wait requires --launch"],
      [["--launch", "--yes", "--export", "rows.csv"], "--export requires --wait"],
      [["--launch", "--yes", "--timeout", "1 hour"], "--timeout and --until require --wait."],
      [["--launch", "--yes", "--until", "extracted"], "--timeout and --until require --wait."],
      [["--draft", "--country", "XX"], "--country \"XX\" is invalid.\nUse a code of ISO 3166-1, such as DE."],
      [["--draft", "--variables", "a,,b"], "--variables \"a,,b\" has an empty name."],
      [["--draft", "--variables", "a=x,a=y"], "--variables \"a=x,a=y\" has \"a\" more than once."],
      [["--draft", "--format", "ndjson", "--delimiter", ";"], "--delimiter requires contacts in the CSV format"],
      [["--draft", "--delimiter", ";;"], "--delimiter \";;\" is invalid"],
      [["--launch", "--timeout", "0 seconds", "--wait"], "a duration longer than zero"],
      [["--launch", "--scheduled-at", "tomorrow"], "an ISO-8601 date and time with an offset"],
      [["--launch", "--from-phone-number", "0184"], "a phone number in E.164 format"],
      [["--draft", "--max-retry-attempts", "3"], "require both --max-retry-attempts and --calling-window."],
      [["--draft", "--calling-window", "10:00-18:00"], "require both --max-retry-attempts and --calling-window."],
      [["--draft", "--timezone", "Europe/Paris"], "require both --max-retry-attempts and --calling-window."],
      [["--draft", "--max-retry-attempts", "0"], "--max-retry-attempts"],
      [["--draft", "--calling-window", "10:00-25:00"], "two times of day, such as 10:00-18:00 or 10am-6pm"],
      [["--draft", "--calling-window", "10-18"], "--calling-window"],
      [["--draft", "--retry-delay", "1500 millis"], "a duration of seconds, such as \"2 hours\""],
      [["--draft", "--retry-delay", "Infinity"], "--retry-delay"],
      [["--draft", "--allowed-day", "funday"], "--allowed-day"],
      [["--draft", "--timezone", "Mars/Olympus"], "a time zone of the IANA database, such as Europe/Paris"],
      [
        ["--draft", "--max-retry-attempts", "1", "--calling-window", "10am-6pm", "--call-twice-in-a-row"],
        "--call-twice-in-a-row requires --max-retry-attempts of 2 or more."
      ],
      [["--launch", "--yes", "--wait", "--export", "rows.xml"], "Cannot infer the format from \"rows.xml\""],
      [["--launch", "--yes", "--wait", "--export", "no/such/rows.csv"], "the directory no/such does not exist"]
    ])("of %j are found before any request", ([flags, message]) =>
      Effect.gen(function*() {
        const env = yield* environment
        const { requests, result } = yield* recorded(
          runInProcess(createArguments("Usage", yield* contactsFile(valid), ...flags), env)
        )
        assert.include(result.stderr, message)
        assert.strictEqual(result.exitCode, 2)
        assert.deepStrictEqual(requests, [])
      }))

    it.effect("name a file that cannot be read", () =>
      Effect.gen(function*() {
        const missing = yield* runInProcess(createArguments("Usage", "none.csv", "--draft"))
        assert.strictEqual(missing.stderr, "Error: Cannot read the contacts of none.csv: no such file or directory.\n")
        assert.strictEqual(missing.exitCode, 2)
        const stdin = yield* runInProcess(createArguments("Usage", "-", "--draft"))
        assert.strictEqual(
          stdin.stderr,
          "Error: Contacts of standard input need a format.\nAdd --format csv or --format ndjson.\n"
        )
        const both = yield* runInProcess(createArguments("Usage", "-", "--draft", "--api-key-file", "-"))
        assert.strictEqual(both.stderr, "Error: Standard input can only be one of --contacts and --api-key-file.\n")
      }))
  })
})
