import { Calls, Campaigns } from "@effect-revox/client"
import { CampaignRow, Options } from "@effect-revox/schema"
import type { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import {
  CallAttempts,
  CallCompletion,
  CampaignCompletion,
  CampaignCreation,
  CampaignExport,
  CampaignRows,
  CsvColumn
} from "@effect-revox/streams"
import * as Contacts from "@effect-revox/streams/Contacts"
import { assert, describe, it } from "@effect/vitest"
import type { Context } from "effect"
import { Effect, FileSystem, Function, Layer, ManagedRuntime, Path, Predicate, Stream } from "effect"
import { simulated } from "./utils/simulated.ts"

type Case = readonly [option: string, options: unknown, problem: string]

const noSuchOption = "there is no such option."
const flag = "expected true or false, got"
const callback = "expected a function, got"
const positive = "expected an integer of 1 or more, got"
const time = "expected a duration longer than zero, such as \"30 seconds\", got"
const waitOrFail = "expected \"wait\" or \"fail\", got"

const anyOptions: ReadonlyArray<Case> = [
  ["options", null, "expected object, got null."],
  ["options", 5, "expected object, got 5."],
  ["pagesize", { pagesize: 50 }, noSuchOption]
]

const rows: ReadonlyArray<Case> = [
  ...anyOptions,
  ["pageSize", { pageSize: 0 }, `${positive} 0.`],
  ["pageSize", { pageSize: NaN }, `${positive} NaN.`],
  ["pageSize", { pageSize: "50" }, `${positive} a string.`],
  ["pageSize", { pageSize: null }, `${positive} null.`],
  ["prefetch", { prefetch: -1 }, `${positive} -1.`],
  ["prefetch", { prefetch: Infinity }, `${positive} Infinity.`],
  ["firstPage", { firstPage: 2 }, "expected 0 or 1, got 2."],
  ["query", { query: 33_184_801_234 }, "expected text, got a number."],
  ["result", { result: ["human"] }, "expected text, got an array."],
  ["statuses", { statuses: "completed" }, "expected an array, got a string."],
  ["statuses", { statuses: 5 }, "expected an array, got 5."]
]

const streams: ReadonlyArray<Case> = [
  ...rows,
  ["integrity", { integrity: "lax" }, "expected \"none\" or \"complete\" or \"strict\", got a string."],
  ["onInvalidRow", { onInvalidRow: "ignore" }, "expected \"fail\", \"skip\" or a function, got a string."],
  ["onInvalidRow", { onInvalidRow: null }, "expected \"fail\", \"skip\" or a function, got null."],
  ["onInvalidRow", { onInvalidRow: {} }, "expected \"fail\", \"skip\" or a function, got an object."],
  ["schema", { schema: { id: "text" } }, "expected a schema, got an object."],
  ["schema", { schema: null }, "expected a schema, got null."]
]

const delimiter = "expected one character, and neither a quote nor a line break, got"
const column = "expected a column, which has a `name` and a function `value`, got"

const csv: ReadonlyArray<Case> = [
  ["delimiter", { delimiter: "" }, `${delimiter} an empty string.`],
  ["delimiter", { delimiter: "||" }, `${delimiter} a string.`],
  ["delimiter", { delimiter: "\"" }, `${delimiter} a string.`],
  ["delimiter", { delimiter: "\n" }, `${delimiter} a string.`],
  ["delimiter", { delimiter: null }, `${delimiter} null.`],
  ["newline", { newline: "\r" }, "expected \"\\n\" or \"\\r\\n\", got a string."],
  ["newline", { newline: true }, "expected \"\\n\" or \"\\r\\n\", got true."],
  ["bom", { bom: "yes" }, `${flag} a string.`],
  ["guardFormulas", { guardFormulas: 1 }, `${flag} 1.`],
  ["columns", { columns: "id" }, "expected array, got a string."],
  ["columns.0", { columns: ["id"] }, `${column} a string.`],
  ["columns.1", { columns: [CsvColumn.inputData("a"), { name: "b" }] }, `${column} an object.`],
  ["columns.0", { columns: [null] }, `${column} null.`],
  ["columns", { columns: [] }, "expected one column or more, got an array."],
  [
    "columns",
    { schema: CampaignRow.CampaignRow },
    "is required with the option `schema`: add a list such as `[{ name: \"id\", value: (row) => row.id }]`."
  ],
  ["raw", { raw: true }, noSuchOption]
]

const ndjson: ReadonlyArray<Case> = [
  ["raw", { raw: "yes" }, `${flag} a string.`],
  ["raw", { raw: null }, `${flag} null.`],
  ["delimiter", { delimiter: ";" }, noSuchOption]
]

const files: ReadonlyArray<Case> = [
  ["checkpointEvery", { checkpointEvery: 0 }, `${positive} 0.`],
  ["checkpointEvery", { checkpointEvery: NaN }, `${positive} NaN.`],
  ["checkpointEvery", { checkpointEvery: 0.5 }, `${positive} 0.5.`],
  ["checkpointEvery", { checkpointEvery: Infinity }, `${positive} Infinity.`],
  ["publish", { publish: "no" }, `${flag} a string.`],
  ["onPage", { onPage: {} }, `${callback} an object.`],
  ["from", { from: {} }, noSuchOption]
]

const signal: ReadonlyArray<Case> = [
  ["signal", { signal: 5 }, "expected an AbortSignal, got 5."],
  ["signal", { signal: new AbortController() }, "expected an AbortSignal, got an object."]
]

const waits: ReadonlyArray<Case> = [
  ["options", null, "expected object, got null."],
  ["timout", { timout: "1 hour" }, noSuchOption],
  ["until", { until: "done" }, "expected \"completed\" or \"extracted\", got a string."],
  ["onPaused", { onPaused: "skip" }, `${waitOrFail} a string.`],
  ["onDraft", { onDraft: true }, `${waitOrFail} true.`],
  ["timeout", { timeout: "2 hurs" }, `${time} a string.`],
  ["timeout", { timeout: -1 }, `${time} -1.`],
  ["stallTimeout", { stallTimeout: NaN }, `${time} NaN.`],
  ["schedule", { schedule: 5 }, "expected a Schedule, got 5."],
  ["schedule", { schedule: "5 seconds" }, "expected a Schedule, got a string."],
  ["schedule", { schedule: null }, "expected a Schedule, got null."]
]

const callWaits: ReadonlyArray<Case> = [
  ["options", null, "expected object, got null."],
  ["stallTimeout", { stallTimeout: "1 hour" }, noSuchOption],
  ["timeout", { timeout: 0 }, `${time} 0.`],
  ["schedule", { schedule: "5 seconds" }, "expected a Schedule, got a string."],
  ["schedule", { schedule: null }, "expected a Schedule, got null."]
]

const attempts: ReadonlyArray<Case> = [
  ...anyOptions,
  ["pageSize", { pageSize: 0 }, `${positive} 0.`],
  ["firstPage", { firstPage: 2 }, "expected 0 or 1, got 2."],
  ["maxPages", { maxPages: Infinity }, `${positive} Infinity.`]
]

const creation: ReadonlyArray<Case> = [
  ["allowDuplicates", { allowDuplicates: "no" }, `${flag} a string.`],
  ["allowMissingVariables", { allowMissingVariables: 0 }, `${flag} 0.`]
]

const contacts: ReadonlyArray<Case> = [
  ["options", null, "expected object, got null."],
  ["format", {}, "is required."],
  ["format", { format: "xlsx" }, "expected \"csv\" or \"ndjson\", got a string."],
  ["phoneNumber", { format: "csv", phoneNumber: 5 }, "expected text, got a number."],
  ["variables", { format: "csv", variables: "first_name" }, "expected object, got a string."],
  ["variables.a", { format: "csv", variables: { a: 5 } }, "expected text, got a number."],
  [
    "defaultCountry",
    { format: "csv", defaultCountry: "France" },
    "expected an ISO 3166-1 code of two capital letters, such as \"FR\", got a string."
  ],
  ["delimiter", { format: "csv", delimiter: "::" }, `${delimiter} a string.`],
  ["header", { format: "csv", header: true }, noSuchOption]
]

const campaign: CampaignCreate = {
  assistant_id: "assistant",
  contacts: [],
  launch: false,
  name: "Spring"
}

const noText = Stream.make(new Uint8Array(0))

type Services = Calls.Calls | Campaigns.Campaigns

/** Runs a promise of code that does not use Effect, and returns its rejection as the error. */
const withRuntime = (
  run: (runtime: ManagedRuntime.ManagedRuntime<Services, never>) => Promise<unknown>
): Effect.Effect<unknown, unknown, Services> =>
  Effect.contextWith((context: Context.Context<Services>) =>
    Effect.flatMap(
      Effect.promise(() => run(ManagedRuntime.make(Layer.succeedContext(context))).catch((error: unknown) => error)),
      Effect.fail
    )
  )

/** The functions with options, each with the options that are invalid for it. */
const functions: ReadonlyArray<
  readonly [
    name: string,
    cases: ReadonlyArray<Case>,
    run: (options: never) => Effect.Effect<unknown, unknown, Services | FileSystem.FileSystem | Path.Path>
  ]
> = [
  ["CampaignRows.stream", streams, (options) => Stream.runDrain(CampaignRows.stream("spring", options))],
  ["CampaignRows.pages", streams, (options) => Stream.runDrain(CampaignRows.pages("spring", options))],
  [
    "CampaignRows.audit",
    [...rows, ["integrity", { integrity: "none" }, noSuchOption]],
    (options) => CampaignRows.audit("spring", options)
  ],
  [
    "CampaignRows.toAsyncIterable",
    [...streams, ...signal],
    (options) =>
      withRuntime((runtime) => CampaignRows.toAsyncIterable(runtime, "spring", options)[Symbol.asyncIterator]().next())
  ],
  [
    "CampaignRows.toReadableStream",
    [...streams, ...signal],
    (options) => withRuntime((runtime) => CampaignRows.toReadableStream(runtime, "spring", options).getReader().read())
  ],
  [
    "CampaignExport.toNdjson",
    [...streams, ...ndjson],
    (options: CampaignRows.Options) => Stream.runDrain(CampaignExport.toNdjson("spring", options))
  ],
  [
    "CampaignExport.toCsv",
    [...streams, ...csv],
    (options: CampaignExport.CsvOptions) => Stream.runDrain(CampaignExport.toCsv("spring", options))
  ],
  [
    "CampaignExport.toNdjsonFile",
    [...streams, ...ndjson, ...files],
    (options: CampaignRows.Options) => CampaignExport.toNdjsonFile("spring", "rows.ndjson", options)
  ],
  [
    "CampaignExport.toCsvFile",
    [...streams, ...csv, ...files],
    (options: CampaignExport.CsvOptions) => CampaignExport.toCsvFile("spring", "rows.csv", options)
  ],
  [
    "CampaignCompletion.awaitCompletion",
    waits,
    (options) => CampaignCompletion.awaitCompletion("spring", options)
  ],
  ["CampaignCompletion.watch", waits, (options) => Stream.runDrain(CampaignCompletion.watch("spring", options))],
  [
    "CampaignCompletion.toPromise",
    [...waits, ...signal],
    (options) => withRuntime((runtime) => CampaignCompletion.toPromise(runtime, "spring", options))
  ],
  [
    "CampaignCreation.createAndAwait",
    [...waits, ...creation, ["onCreated", { onCreated: "log" }, `${callback} a string.`]],
    (options) => CampaignCreation.createAndAwait(campaign, options)
  ],
  ["CallCompletion.awaitCompletion", callWaits, (options) => CallCompletion.awaitCompletion("call", options)],
  ["CallCompletion.watch", callWaits, (options) => Stream.runDrain(CallCompletion.watch("call", options))],
  [
    "CallCompletion.toPromise",
    [...callWaits, ...signal],
    (options) => withRuntime((runtime) => CallCompletion.toPromise(runtime, "call", options))
  ],
  ["CallAttempts.stream", attempts, (options) => Stream.runDrain(CallAttempts.stream(options))],
  [
    "CallAttempts.toAsyncIterable",
    [...attempts, ...signal],
    (options) => withRuntime((runtime) => CallAttempts.toAsyncIterable(runtime, options)[Symbol.asyncIterator]().next())
  ],
  ["Contacts.decode", contacts, (options) => Stream.runDrain(Contacts.decode(noText, options))]
]

/** Requests and file operations are defects here, because invalid options must cause none. */
const nothing = Layer.mergeAll(
  Layer.mock(Calls.Calls, {}),
  Layer.mock(Campaigns.Campaigns, {}),
  FileSystem.layerNoop({}),
  Path.layer
)

/** The invalid option of an error, or of its reason. */
const invalidOption = (error: unknown): unknown => Predicate.hasProperty(error, "reason") ? error.reason : error

describe.each(functions)("%s", (_, cases, run) => {
  it.effect.each(cases)("fails for an invalid %s: %j", ([option, options, problem]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(Effect.suspend(() => run(Function.cast(options))))
      assert.deepStrictEqual(invalidOption(error), new Options.InvalidOptionError({ option, problem }))
    }).pipe(Effect.provide(nothing)))
})

describe("CampaignCreation.create", () => {
  it.effect.each([...anyOptions, ...creation])(
    "fails for an invalid %s: %j",
    ([option, options, problem]) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(CampaignCreation.create(campaign, Function.cast(options)))
        assert.deepStrictEqual(invalidOption(error), new Options.InvalidOptionError({ option, problem }))
      }).pipe(Effect.provide(simulated()))
  )
})
