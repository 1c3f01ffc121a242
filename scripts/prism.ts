/**
 * Runs the public description of the API in Prism, a mock server, and reads each of its responses with the client. Prism
 * also validates the requests. It is downloaded by npx, and needs Node 24.
 *
 *     node scripts/prism.ts
 */
import { Account, Assistants, Calls, Campaigns, PhoneNumbers, Revox, Voices } from "@effect-revox/client"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Data, Effect, Layer, Path, Redacted, Schedule } from "effect"
import { FetchHttpClient } from "effect/http"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import * as Net from "node:net"
import { assistantWires } from "../packages/client/test/utils/assistantWires.ts"
import { accountWires } from "../packages/client/test/utils/accountWires.ts"

const version = "5.16.0"

// Prism generates the text `string` for ids, and the client checks the id of a resource.
const id = "string"

const body = {
  assistant_id: "5b8e2c1a-6a5f-4f0e-9c39-6f6c3f0b7d21",
  contacts: [{ prompt_variables: { first_name: "Zoë" }, to_phone_number: "+33184801234" }],
  launch: false,
  name: "Spring",
  type: "regular"
} as const

const withCampaigns = <A, E>(call: (service: Campaigns.Campaigns["Service"]) => Effect.Effect<A, E>) =>
  Campaigns.Campaigns.use(call)
const withCalls = <A, E>(call: (service: Calls.Calls["Service"]) => Effect.Effect<A, E>) => Calls.Calls.use(call)
const withAssistants = <A, E>(call: (service: Assistants.Assistants["Service"]) => Effect.Effect<A, E>) =>
  Assistants.Assistants.use(call)
const withVoices = <A, E>(call: (service: Voices.Voices["Service"]) => Effect.Effect<A, E>) => Voices.Voices.use(call)

const calls: Readonly<Record<string, Effect.Effect<unknown, unknown, Revox.Services>>> = {
  "Campaigns.list": withCampaigns((campaigns) => campaigns.list()),
  "Campaigns.create": withCampaigns((campaigns) => campaigns.create(body)),
  "Campaigns.retrieve": withCampaigns((campaigns) => campaigns.retrieve(id)),
  "Campaigns.getRows": withCampaigns((campaigns) => campaigns.getRows(id, { page: 1, page_size: 10 })),
  "Calls.create": withCalls((calls) => calls.create({ assistant_id: body.assistant_id, phone_number: "+33184801234" })),
  "Calls.retrieve": withCalls((calls) => calls.retrieve(id)),
  "Calls.listAttempts": withCalls((calls) => calls.listAttempts({ page: 1, page_size: 10 })),
  "Calls.cancel": withCalls((calls) => calls.cancel(id)),
  "Assistants.list": withAssistants((assistants) => assistants.list()),
  "Assistants.create": assistantWires["assistants.create"].call,
  "Assistants.retrieve": withAssistants((assistants) => assistants.retrieve(id)),
  "Assistants.update": withAssistants((assistants) => assistants.update(id, { voicemail_message: null })),
  "Assistants.delete": withAssistants((assistants) => assistants.delete(id)),
  "Voices.list": withVoices((voices) => voices.list()),
  "Voices.retrieve": withVoices((voices) => voices.retrieve(id, { provider: "cartesia" })),
  "Voices.preview": withVoices((voices) => voices.preview({ provider: "cartesia", voice_id: id, text: "Hello" })),
  "Voices.clone": withVoices((voices) =>
    voices.clone({ name: "Eve", language: "en", content_type: "audio/mpeg", audio: new Uint8Array([1]) })
  ),
  "PhoneNumbers.list": accountWires["phoneNumbers.list"].call,
  "PhoneNumbers.delete": PhoneNumbers.PhoneNumbers.use((phoneNumbers) => phoneNumbers.delete(id)),
  "Account.me": Account.Account.use((account) => account.me()),
  "Account.updateMe": accountWires["account.updateMe"].call,
  "Account.authStatus": Account.Account.use((account) => account.authStatus())
}

class CallsFailed extends Data.TaggedError("CallsFailed")<{ readonly names: ReadonlyArray<string> }> {
  override get message(): string {
    return `The client cannot read the responses to ${this.names.join(", ")}.`
  }
}

const freePort = Effect.callback<number>((resume) => {
  const server = Net.createServer()
  server.listen(0, "127.0.0.1", () => {
    const address = server.address()
    server.close(() => resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : 0)))
  })
})

const program = Effect.gen(function*() {
  const path = yield* Path.Path
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const document = yield* path.fromFileUrl(new URL("test/fixtures/public-openapi.yaml", import.meta.url))
  const bin = yield* path.fromFileUrl(new URL("../node_modules/.bin", import.meta.url))
  const port = yield* freePort
  const baseUrl = `http://127.0.0.1:${port}`
  yield* spawner.spawn(
    ChildProcess.make(
      "npx",
      ["-y", `@stoplight/prism-cli@${version}`, "mock", "--errors", "--port", String(port), document],
      // The binaries of the workspace include the Node that Prism needs.
      { env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` }, extendEnv: true, stdout: "ignore", stderr: "inherit" }
    )
  )
  yield* Effect.tryPromise(() => fetch(`${baseUrl}/voices`)).pipe(
    Effect.retry({ schedule: Schedule.spaced("500 millis"), times: 360 })
  )
  const layer = Layer.provide(
    Revox.layer({ apiKey: Redacted.make("key"), baseUrl, maxRetries: 0 }),
    FetchHttpClient.layer
  )
  const failed = yield* Effect.filter(
    Object.entries(calls),
    ([name, call]) =>
      Effect.matchEffect(Effect.provide(call, layer), {
        onFailure: (error) => Effect.as(Console.log(`${name}: ${String(error)}`), true),
        onSuccess: () => Effect.as(Console.log(`${name}: read`), false)
      })
  )
  if (failed.length > 0) return yield* new CallsFailed({ names: failed.map(([name]) => name) })
}).pipe(Effect.scoped)

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
