/**
 * Fields and enum values that the API reference does not list, as a later version of the API may add them.
 */
import type { Assistant } from "@effect-revox/schema/Assistant"
import type { Call, CallStatus } from "@effect-revox/schema/Call"
import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import type { Campaign } from "@effect-revox/schema/Campaign"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type { LlmModel } from "@effect-revox/schema/LlmModel"
import * as brands from "./brands.ts"

const fields = {
  campaign: { priority: 3, tags: ["été", "relance"], compliance: { region: "eu", verified_at: null } },
  assistant: { guardrails: [{ kind: "profanity", level: 2 }], emotion_model: "calm-v2" },
  row: { locale: null, labels: {} },
  call: { carrier: { name: "Nimbus", mcc: "208" }, cost_cents: 12.5 },
  attempt: { sentiment: 0.42, answered_by_confidence: null },
  message: { spoken_at_ms: 1250 }
}

const model: LlmModel = {
  type: brands.unrecognized("hosted-v2"),
  model: "revox-large",
  temperature: 0.2,
  limits: { tokens: null }
}

/** Selects one of every `every` indices for an unknown literal. */
const isOdd = (index: number, every: number): boolean => index % every === every - 1

const assistantOf = (assistant: Assistant): Assistant => ({
  ...assistant,
  ...fields.assistant,
  background_sound: brands.unrecognized("audio/rain.ogg"),
  first_sentence_mode: brands.unrecognized("adaptive"),
  llm_model: model
})

const attemptOf = (attempt: CallAttempt, index: number): CallAttempt => {
  const answered = attempt.status === "completed"
  return {
    ...attempt,
    ...fields.attempt,
    ...(isOdd(index, 7) && answered ? { result: brands.unrecognized("fax") } : {}),
    ...(isOdd(index, 5) && answered ? { ended_by: brands.unrecognized("carrier") } : {}),
    ...(attempt.status === "error" ? { dial_error: brands.unrecognized("blocked_by_carrier") } : {}),
    ...(attempt.transcript === undefined || attempt.transcript === null ? {} : {
      transcript: [
        { content: "Recording starts.", role: brands.unrecognized("system"), ...fields.message },
        ...attempt.transcript
      ]
    })
  }
}

/**
 * Adds unknown fields and literals to the call of the row with an index. Create one function per assistant, so that its
 * calls share it.
 */
export const calls = (assistant: Assistant): (call: Call, index: number) => Call => {
  const extended = assistantOf(assistant)
  return (call, index) => {
    const attempts = call.call_attempts.map((attempt) => attemptOf(attempt, index))
    const status: CallStatus = call.status === "queued_for_calling" && isOdd(index, 3)
      ? brands.unrecognized("waiting_for_line")
      : call.status
    return {
      ...call,
      ...fields.call,
      assistant: extended,
      call_attempts: attempts,
      last_call_attempt: attempts[0] ?? null,
      llm_model: model,
      status
    }
  }
}

/** Adds unknown fields and literals to rows. Create one function per campaign, so that its rows share the assistant. */
export const rows = (assistant: Assistant): (row: CampaignRow) => CampaignRow => {
  const extend = calls(assistant)
  return (row) => ({
    ...row,
    ...fields.row,
    ...(row.call === undefined ? {} : { call: extend(row.call, row.row_index) })
  })
}

/**
 * Adds unknown fields and literals to a campaign. Its status is `warming_up` for the first tenth of its running time,
 * and its extraction is `queued` for the first tenth of the extraction time.
 */
export const campaign = (campaign: Campaign, fresh: boolean): Campaign => ({
  ...campaign,
  ...fields.campaign,
  ...(campaign.assistant === undefined || campaign.assistant === null
    ? {}
    : { assistant: assistantOf(campaign.assistant) }),
  status: campaign.status === "running" && fresh ? brands.unrecognized("warming_up") : campaign.status,
  structured_output_extraction: campaign.structured_output_extraction === "running" && fresh
    ? brands.unrecognized("queued")
    : campaign.structured_output_extraction ?? null
})
