import type { CatalogVoice } from "@effect-revox/schema/CatalogVoice"
import * as Context from "effect/Context"
import * as Option from "effect/Option"
import type { VoiceSpec } from "../VoiceSpec.ts"
import * as brands from "./brands.ts"
import * as Random from "./random.ts"

/** A voice, and whether a request cloned it. */
export interface VoiceState {
  readonly voice: CatalogVoice
  readonly isCloned: boolean
}

/** The voices of a simulator. */
export class VoiceStore extends Context.Service<VoiceStore, {
  readonly all: () => ReadonlyArray<VoiceState>
  readonly find: (id: string) => Option.Option<VoiceState>
  /** Adds a voice. */
  readonly add: (spec: VoiceSpec) => VoiceState
  readonly remove: (id: string) => void
}>()("@effect-revox/testing/internal/VoiceStore") {}

const stream = 22

/** The voice of generated assistants. */
export const assistantVoice = { id: "a167e0f3-df7e-4d52-a9c3-f949145efdab", provider: "cartesia" } as const

const defaults: ReadonlyArray<VoiceSpec> = [
  { ...assistantVoice, name: "Ada", description: "Calm and friendly", language: "en" },
  { name: "Chloé", description: "Vive et chaleureuse", language: "fr" },
  { name: "Jonas", description: "Tief und ruhig", language: "de", provider: "elevenlabs" }
]

export const make = (seed: number, specs: ReadonlyArray<VoiceSpec> = defaults): VoiceStore["Service"] => {
  const voices = new Map<string, VoiceState>()
  let counter = 0
  const add = ({ description, id, isCloned, language, name, provider }: VoiceSpec): VoiceState => {
    const voice = {
      id: brands.voiceId(id ?? Random.uuid(seed, stream, counter)),
      description: description ?? "",
      language: language ?? "en",
      name: name ?? `Voice ${String(counter + 1)}`,
      provider: provider ?? "cartesia"
    } as const
    counter += 1
    const state = { voice, isCloned: isCloned ?? false }
    voices.set(voice.id, state)
    return state
  }
  specs.forEach(add)
  return {
    all: () => Array.from(voices.values()),
    find: (id) => Option.fromUndefinedOr(voices.get(id)),
    add,
    remove: (id) => {
      voices.delete(id)
    }
  }
}
