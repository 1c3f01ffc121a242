import { assert, describe, it } from "@effect/vitest"
import ts from "@typescript/typescript6"
import { fileURLToPath } from "node:url"

/** Calls of the most used functions: each overload once. An editor shows the comment of the overload that is called. */
const calls = [
  `campaigns.retrieve("id")`,
  `campaigns.retrieve("id", { schema })`,
  `campaigns.getRows("id")`,
  `campaigns.getRows("id", {}, { schema })`,
  `RevoxClient.execute(Api.campaigns.retrieve, { params: { id: "id" } })`,
  `RevoxClient.withTimeout("1 second")`,
  `RevoxClient.withTimeout(campaigns.retrieve("id"), "1 second")`,
  `RevoxClient.withMaxRetries(campaigns.retrieve("id"), 0)`,
  `Revox.layer({ apiKey })`,
  `Revox.layerConfig()`,
  `RequestPolicy.rateLimit({ limit: 1, window: "1 second" })`,
  `CampaignRows.stream("id")`,
  `CampaignRows.stream("id", { schema })`,
  `CampaignRows.pages("id")`,
  `CampaignRows.pages("id", { schema })`,
  `CampaignRows.audit("id")`,
  `CampaignCompletion.awaitCompletion("id")`,
  `CampaignCompletion.watch("id")`,
  `CampaignExport.toCsvFile("id", "rows.csv")`,
  `CampaignExport.toCsvFile("id", "rows.csv", { schema, columns: [] })`,
  `CampaignExport.toNdjsonFile("id", "rows.ndjson")`,
  `CampaignExport.toNdjsonFile("id", "rows.ndjson", { schema })`,
  `Timestamp.withDateTimes(CampaignRow.CampaignRow)`,
  `CampaignRow.typed({ inputData: Schema.Struct({}) })`,
  `Endpoint.make("GET", "/voices", { summary: "", success: Endpoint.Text })`,
  `Endpoint.make("POST", "/voices", { summary: "", success: Endpoint.Text, idempotent: false })`,
  `Fault.status(503)`,
  `RevoxSimulator.layer()`,
  `RevoxSimulator.layerMemory()`
]
const source = `
import { type Campaigns, RequestPolicy, Revox, RevoxClient } from "@effect-revox/client"
import { Api, CampaignRow, Endpoint, Timestamp } from "@effect-revox/schema"
import { CampaignCompletion, CampaignExport, CampaignRows } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
declare const campaigns: Campaigns.Campaigns["Service"], apiKey: Redacted.Redacted<string>
const schema = CampaignRow.CampaignRow
${calls.join("\n")}
`

const root = fileURLToPath(new URL("../../", import.meta.url))
const file = `${root}scripts/test/calls.ts`
const { config } = ts.readConfigFile(`${root}tsconfig.base.json`, ts.sys.readFile)
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
const service = ts.createLanguageService({
  ...ts.sys,
  useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  getCompilationSettings: () => ({ ...options, noEmit: true }),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  getScriptFileNames: () => [file],
  getScriptSnapshot: (name) => {
    const text = name === file ? source : ts.sys.readFile(name)
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
  },
  getScriptVersion: () => "1"
})

/** The documentation that an editor shows for the name before the first parenthesis of a call. */
const hover = (call: string): string => {
  const position = source.indexOf(`\n${call}\n`) + call.indexOf("(")
  return ts.displayPartsToString(service.getQuickInfoAtPosition(file, position)?.documentation)
}

describe("hovers", () => {
  it("compile the calls, so that each resolves to an overload", () => {
    assert.deepStrictEqual(service.getSemanticDiagnostics(file).map(({ messageText }) => messageText), [])
  })

  it.each(calls)("show a summary for %s", (call) => {
    assert.match(hover(call), /^(?!The same)\S/)
  })
})
