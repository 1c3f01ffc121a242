import { NodeServices } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import * as SimulatorClock from "../../../testing/test/utils/simulatorClock.ts"
import { contactsFile } from "./contacts.ts"
import { connected } from "./inProcess.ts"

/** The API key of the model of the assistant `ada`. */
export const secret = "sk-4f9d81c2aa7b"
/** The token in the webhook URL of the assistant `ada`. */
export const token = "0a1b2c3d4e5f6071"

/** A simulator with two assistants. */
export const services = Layer.merge(
  NodeServices.layer,
  SimulatorClock.layer({
    assistants: [
      {
        id: "ada",
        name: "Ada\x1b]0;owned\x07",
        prompt: "Be kind.",
        llm_model: { type: "custom", api_key: secret, api_url: "https://llm.example.com/v1", model_name: "llama" },
        webhook_url: `https://hooks.example.com/in?token=${token}`,
        voicemail_message: "Call us back.",
        faq_items: [{ question: "Open?", answer: "Always." }]
      },
      { id: "bob", name: "Bob", prompt: "Be brief." }
    ],
    phoneNumbers: [{ id: "line", phoneNumber: "+33184801234", label: "Front desk" }]
  })
)

/** Writes a new file. */
export const file = (content: string, name = "assistant.json") => contactsFile(content, name)

/** All assistants of the simulator, with their secrets. */
export const assistants = Effect.gen(function*() {
  const { stdout } = yield* connected("assistant", "list", "--json", "--show-secrets", "--limit", "10000")
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line))
})

/** Number of assistants of the simulator. */
export const count = Effect.map(assistants, (all) => all.length)
