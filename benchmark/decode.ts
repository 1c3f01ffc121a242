/**
 * Measures the time to validate a parsed page, relative to `JSON.parse`. Runs in a separate process and prints JSON.
 */
import { Bounds, CampaignRow, CampaignRowsPage, Compiled, Timestamp } from "@effect-revox/schema"
import { Effect, Schema } from "effect"
import { SchemaJITCompiler } from "effect/schema"
import { fromAst } from "./internal/zod.ts"

const [, , url = "", rounds = "100"] = process.argv
const text = await (await fetch(url)).text()

const page = Bounds.lenient(CampaignRowsPage.make(CampaignRow.CampaignRow))
const jit = Bounds.lenient(CampaignRowsPage.make(CampaignRow.CampaignRow))
SchemaJITCompiler.enable(jit.ast)
const typed = CampaignRow.typed({ inputData: Schema.Record(Schema.String, Schema.Trim) })
const zod = fromAst(page.ast)
const grown: { readonly rows: ReadonlyArray<{ readonly call?: object }> } = JSON.parse(text)
for (const { call } of grown.rows) if (call !== undefined) Object.assign(call, { new_field: { a: 1 } })
const grownText = JSON.stringify(grown)

const effect = <A>(schema: Schema.Codec<A, unknown>) => {
  const decode = Schema.decodeUnknownEffect(schema)
  return (input: unknown): void => {
    Effect.runSync(decode(input))
  }
}
const compiled = effect(Compiled.compile(page))

const programs: ReadonlyArray<readonly [name: string, text: string, check: (input: unknown) => void]> = [
  ["effect-revox", text, compiled],
  ["effect-revox, an unknown field in each call", grownText, compiled],
  [
    "effect-revox, typed rows with a transformation",
    text,
    effect(Compiled.compile(Bounds.lenient(CampaignRowsPage.make(typed))))
  ],
  [
    "effect-revox, rows with DateTime",
    text,
    effect(Compiled.compile(Bounds.lenient(CampaignRowsPage.make(Timestamp.withDateTimes(CampaignRow.CampaignRow)))))
  ],
  ["Effect, JIT", text, effect(jit)],
  ["zod", text, (input) => {
    zod.parse(input)
  }],
  ["Effect, interpreted", text, effect(page)]
]

const figures = programs.map(([name]) => ({ name, check: new Array<number>(), parse: new Array<number>() }))
for (let round = -30; round < Number(rounds); round++) {
  programs.forEach(([, text, check], index) => {
    const began = performance.now()
    const input: unknown = JSON.parse(text)
    const parsed = performance.now()
    check(input)
    const checked = performance.now()
    if (round < 0) return
    figures[index]?.parse.push(parsed - began)
    figures[index]?.check.push(checked - parsed)
  })
}
process.stdout.write(`${JSON.stringify({ bytes: text.length, figures })}\n`)
