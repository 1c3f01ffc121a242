import { Voices } from "@effect-revox/client"
import type { RequestRecord } from "@effect-revox/testing"
import { Stream } from "effect"
import type { Wire } from "./Wire.ts"

type Wires = { readonly [Id in Extract<RequestRecord.EndpointId, `voices.${string}`>]: Wire }

const withVoices = (call: (voices: Voices.Voices["Service"]) => Wire["call"]): Wire["call"] => Voices.Voices.use(call)

const simulator = { voices: [{ id: "voice/1 é", provider: "elevenlabs", isCloned: true }] } as const

/** The requests for voices, literally. */
export const voiceWires: Wires = {
  "voices.list": {
    method: "GET",
    target: "/api/voices",
    body: undefined,
    call: withVoices((voices) => voices.list())
  },
  "voices.retrieve": {
    method: "GET",
    target: "/api/voices/voice%2F1%20%C3%A9?provider=elevenlabs",
    body: undefined,
    simulator,
    call: withVoices((voices) => voices.retrieve("voice/1 é", { provider: "elevenlabs" }))
  },
  "voices.preview": {
    method: "POST",
    target: "/api/voices/preview",
    body: { provider: "elevenlabs", voiceId: "voice/1 é", speed: 1.2, text: "Grüß Gott", volume: 0.5 },
    simulator,
    call: withVoices((voices) =>
      voices.preview({ provider: "elevenlabs", voice_id: "voice/1 é", speed: 1.2, text: "Grüß Gott", volume: 0.5 })
    )
  },
  "voices.clone": {
    method: "POST",
    target: "/api/voices/clone",
    body: { name: "Ada", language: "en", content_type: "audio/mpeg", audio: "SUQzBP/7" },
    call: withVoices((voices) =>
      voices.clone({
        name: "Ada",
        language: "en",
        content_type: "audio/mpeg",
        audio: Stream.make(new Uint8Array([0x49, 0x44]), new Uint8Array([0x33, 0x04, 0xff, 0xfb]))
      })
    )
  },
  "voices.delete": {
    method: "DELETE",
    target: "/api/voices/voice%2F1%20%C3%A9",
    body: undefined,
    simulator,
    call: withVoices((voices) => voices.delete("voice/1 é"))
  }
}
