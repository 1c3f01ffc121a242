import type { Assistant } from "@effect-revox/schema/Assistant"
import type { AssistantUpdate } from "@effect-revox/schema/AssistantCreate"
import * as Context from "effect/Context"
import * as Option from "effect/Option"
import type { AssistantSpec } from "../AssistantSpec.ts"
import { organizationId } from "./accountStore.ts"
import * as brands from "./brands.ts"
import type { CampaignStore } from "./campaignStore.ts"
import * as Random from "./random.ts"
import * as Simulation from "./simulated.ts"

/** The assistants of a simulator: those that were added or created, and those of its campaigns. */
export class AssistantStore extends Context.Service<AssistantStore, {
  readonly all: () => ReadonlyArray<Assistant>
  readonly find: (id: string) => Option.Option<Assistant>
  /** Creates an assistant at a reading of the clock. */
  readonly create: (spec: AssistantSpec, clock: number) => Assistant
  /** Copies an assistant at a reading of the clock. */
  readonly copy: (assistant: Assistant, clock: number) => Assistant
  /** Changes the settings of an assistant, which its campaigns then have too. */
  readonly update: (assistant: Assistant, changes: AssistantUpdate, clock: number) => Assistant
  readonly remove: (id: string) => void
}>()("@effect-revox/testing/internal/AssistantStore") {}

const stream = 23

/** The settings that the service has when a request does not set them. */
const defaults = {
  after_call_sms_prompt: null,
  background_sound: null,
  background_sound_volume: 0.5,
  calendly: null,
  call_retry_config: null,
  custom_tools: [],
  email_notification_address: null,
  email_notification_outcomes: [],
  end_of_call_sentence: null,
  first_sentence: null,
  first_sentence_delay_ms: 400,
  first_sentence_mode: "generated",
  from_phone_number: null,
  human_transfer_mode: null,
  ivr_navigation_enabled: false,
  llm_model: { name: "gpt-4.1", type: "dedicated-instance" },
  max_call_duration_secs: 600,
  max_duration_end_message: null,
  name: "Assistant",
  prompt: "",
  sms_enabled: false,
  sms_template: null,
  structured_output_config: null,
  structured_output_prompt: null,
  thinking_sound: null,
  thinking_sound_probability: 0.5,
  thinking_sound_volume: 0.5,
  transfer_phone_number: null,
  voice: null,
  voicemail_message: null,
  voicemail_sms_prompt: null,
  warm_transfer_summary_instructions: null,
  webhook_url: null
} as const

/** The FAQ entries of a request, as responses contain them. */
const faqOf = ({ faq_items }: AssistantUpdate) =>
  faq_items === undefined ? {} : {
    faq_items: faq_items.map((item, index) => ({ ...item, id: `faq_${String(index + 1)}`, source: "human" as const }))
  }

export const make = (
  seed: number,
  campaigns: CampaignStore["Service"],
  specs: ReadonlyArray<AssistantSpec>,
  clock: number
): AssistantStore["Service"] => {
  const own = new Map<string, Assistant>()
  const removed = new Set<string>()
  let counter = 0

  const store = (assistant: Assistant): Assistant => {
    own.set(assistant.id, assistant)
    removed.delete(assistant.id)
    return assistant
  }
  const newId = () => {
    counter += 1
    return Random.uuid(seed, stream, counter)
  }
  const create = ({ id, ...settings }: AssistantSpec, at: number) =>
    store({
      ...defaults,
      ...settings,
      id: brands.assistantId(id ?? newId()),
      created_at: brands.iso(at),
      organization_id: organizationId(seed),
      updated_at: brands.iso(at),
      faq_items: [],
      pending_faq_count: 0,
      ...faqOf(settings)
    })
  specs.forEach((spec) => create(spec, clock))

  const ofCampaigns = (): ReadonlyArray<Assistant> => {
    const found = new Map(
      campaigns.all().map(({ simulated: { assistants: { campaign } } }) => [String(campaign.id), campaign])
    )
    return [...found.values()].filter(({ id }) => !own.has(id) && !removed.has(id))
  }

  return {
    all: () => [...own.values(), ...ofCampaigns()],
    find: (id) => Option.fromUndefinedOr(own.get(id) ?? ofCampaigns().find((assistant) => assistant.id === id)),
    create,
    copy: (assistant, at) =>
      store({
        ...assistant,
        id: brands.assistantId(newId()),
        name: `${assistant.name} (copy)`,
        created_at: brands.iso(at),
        updated_at: brands.iso(at)
      }),
    update: (assistant, changes, at) => {
      const updated = store({ ...assistant, ...changes, ...faqOf(changes), updated_at: brands.iso(at) })
      for (const campaign of campaigns.all()) {
        if (campaign.simulated.assistants.campaign.id === assistant.id) {
          campaign.change((simulated) => Simulation.withAssistant(simulated, updated))
        }
      }
      return updated
    },
    remove: (id) => {
      own.delete(id)
      removed.add(id)
    }
  }
}
