/** Creates, changes and copies an assistant, with a voice, a phone number and the account. */
import { Account, Assistants, PhoneNumbers, Voices } from "@effect-revox/client"
import { Assistant, Secrets } from "@effect-revox/schema"
import { NodeRuntime } from "@effect/platform-node"
import { Config, Console, Effect, Redacted, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

const modelKey = Config.withDefault(Config.Redacted("MODEL_API_KEY"), Redacted.make("model-key"))

const createAssistant = Effect.gen(function*() {
  const voices = yield* Voices.Voices
  const assistants = yield* Assistants.Assistants
  const voice = (yield* voices.list()).find(({ language }) => language === "fr")
  if (voice === undefined) return yield* Effect.die("no French voice")
  const provider = voice.provider ?? "cartesia"
  const sample = yield* voices.preview({ provider, voice_id: voice.id, text: "Bonjour" })
  yield* Console.log(`Ada speaks with ${voice.name}: ${Math.floor(sample.length / 417)} frames of audio`)
  return yield* assistants.create({
    name: "Ada",
    prompt: "You are Ada, a friendly agent of Northwind. Call the contact {{first_name}}.",
    first_sentence_mode: "generated",
    llm_model: {
      type: "custom",
      api_key: Redacted.value(yield* modelKey),
      api_url: "https://models.example.com/v1",
      model_name: "llama"
    },
    voice: { id: voice.id, provider },
    voicemail_message: "Please call us back."
  })
})

// Only the given settings are sent. `null` clears a setting.
const update = (id: string) =>
  Assistants.Assistants.use((assistants) =>
    assistants.update(id, { max_call_duration_secs: 300, voicemail_message: null })
  )

// `Secrets.mask` makes an assistant safe to print.
const print = (assistant: Assistant.Assistant) => Console.log(JSON.stringify(Secrets.mask(assistant).llm_model))

// A request with a mask fails before it is sent.
const createMasked = (assistant: Assistant.Assistant) =>
  Assistants.Assistants.use((assistants) => assistants.create(Assistant.toCreate(Secrets.mask(assistant)))).pipe(
    Effect.catchReason("RevoxError", "InvalidRequestError", ({ _tag }) => Console.log(`a mask is refused: ${_tag}`))
  )

// Copies an assistant to the organization of another API key: provide another client for `create`.
const copy = (assistant: Assistant.Assistant) =>
  Effect.gen(function*() {
    const assistants = yield* Assistants.Assistants
    yield* assistants.create({
      ...Assistant.toCreate(assistant, { omitConnections: true }),
      name: `${assistant.name} (copy)`
    })
    yield* Console.log(`copied, not copied: ${Assistant.notCopied(assistant).join()}`)
  })

const useNumber = Effect.gen(function*() {
  const phoneNumbers = yield* PhoneNumbers.PhoneNumbers
  const [number] = yield* phoneNumbers.list()
  if (number?.id === undefined) return
  const { label, phone_number } = yield* phoneNumbers.update(number.id, { label: "Front desk" })
  yield* Console.log(`${label}: ${phone_number}`)
})

// The audio can be any stream of bytes, such as a file. It is checked before the request is sent.
const cloneVoice = Effect.gen(function*() {
  const voices = yield* Voices.Voices
  yield* voices.clone({
    name: "Eve",
    language: "en",
    content_type: "audio/mpeg",
    audio: Stream.make(new Uint8Array(1000), new Uint8Array(1000))
  })
  const eve = (yield* voices.list()).find(({ name }) => name === "Eve")
  if (eve === undefined) return
  yield* Console.log(`cloned: ${eve.name}`)
  yield* voices.delete(eve.id)
})

const whoami = Effect.gen(function*() {
  const account = yield* Account.Account
  const { authenticated } = yield* account.authStatus()
  const { email } = yield* account.me()
  yield* Console.log(`${email}, authenticated: ${authenticated}`)
})

const program = Effect.gen(function*() {
  const assistant = yield* createAssistant
  const updated = yield* update(assistant.id)
  yield* Console.log(`updated: ${updated.voicemail_message ?? "no voicemail message"}`)
  yield* print(updated)
  yield* createMasked(updated)
  // A phone number in a national format, as older versions of the API may have stored it.
  yield* copy({ ...updated, transfer_phone_number: "01 84 80 12 34" })
  yield* useNumber
  yield* cloneVoice
  yield* whoami
  yield* Assistants.Assistants.use((assistants) => assistants.delete(updated.id))
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)
