/** Which tests run on Bun and Deno. */

/** The main tests of the client and of the streams. */
export const files: ReadonlyArray<string> = [
  "packages/client/test/CallWebhook.test.ts",
  "packages/client/test/Campaigns.create.test.ts",
  "packages/client/test/Campaigns.test.ts",
  "packages/client/test/RevoxClient.test.ts",
  "packages/client/test/bodies.test.ts",
  "packages/client/test/delivery.test.ts",
  "packages/client/test/rateLimit.test.ts",
  "packages/client/test/timeLimit.test.ts",
  "packages/client/test/wire.test.ts",
  "packages/streams/test/CallCompletion.test.ts",
  "packages/streams/test/CampaignCompletion.test.ts",
  "packages/streams/test/CampaignCreation.test.ts",
  "packages/streams/test/CampaignExport.files.test.ts",
  "packages/streams/test/CampaignExport.test.ts",
  "packages/streams/test/CampaignReport.test.ts",
  "packages/streams/test/CampaignRows.nested.test.ts",
  "packages/streams/test/CampaignRows.options.test.ts",
  "packages/streams/test/CampaignRows.paging.test.ts",
  "packages/streams/test/CampaignRows.test.ts",
  "packages/streams/test/Contacts.test.ts",
  "packages/streams/test/facades.test.ts"
]

/** Tests that a runtime does not run. */
export interface Exclusion {
  readonly reason: string
  /** Matches the full names of the tests. */
  readonly tests: RegExp
}

const stack: Exclusion = {
  reason: "its `JSON.stringify` has no problem with 10,000 levels",
  tests: /fail an export as (?:NDJSON|CSV) with the id of the row, if the schema accepts them/
}

const resends: Exclusion = {
  reason: "its `fetch` resends requests by itself if a connection that it uses again is reset",
  tests: /with fetch.*after an attempt of unknown outcome after a 429/
}

/** A JavaScript runtime whose npm package contains it. */
export interface Runtime {
  /** The name of the runtime in `process.versions`. */
  readonly name: "bun" | "deno"
  /** The runtime in `node_modules`, and its arguments before the script. */
  readonly command: readonly [string, ...Array<string>]
  /** How Vitest starts workers in which the runtime itself runs the tests. */
  readonly pool: "forks" | "threads"
  readonly exclusions: ReadonlyArray<Exclusion>
}

export const runtimes: ReadonlyArray<Runtime> = [
  {
    name: "bun",
    command: ["node_modules/bun/bin/bun.exe", "--bun"],
    pool: "threads",
    exclusions: [
      {
        reason: "it replaces the package `undici` by a module without `request`",
        tests:
          /with undici|is never established|advise what to check before a repeat|contain the id of a response that cannot/
      },
      resends,
      stack
    ]
  },
  {
    name: "deno",
    command: ["node_modules/deno/deno", "run", "--allow-all"],
    pool: "forks",
    exclusions: [
      {
        reason: "the errors of its `fetch` have no code",
        tests:
          /with fetch.*(?:after a refused connection|reports (?:the cause of repeated failures|a refused connection))/
      },
      resends,
      stack
    ]
  }
]
