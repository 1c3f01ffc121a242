import * as Api from "@effect-revox/schema/Api"
import type { EndpointId } from "../RequestRecord.ts"
import type { AccountStore } from "./accountStore.ts"
import type { AssistantStore } from "./assistantStore.ts"
import type { CallStore } from "./callStore.ts"
import type { CampaignStore } from "./campaignStore.ts"
import { account } from "./handlers/account.ts"
import { assistants } from "./handlers/assistants.ts"
import { calls } from "./handlers/calls.ts"
import { campaigns } from "./handlers/campaigns.ts"
import { phoneNumbers } from "./handlers/phoneNumbers.ts"
import { voices } from "./handlers/voices.ts"
import type { Paging } from "./paging.ts"
import type { PhoneNumberStore } from "./phoneNumberStore.ts"
import type { Route } from "./routes.ts"
import * as Routes from "./routes.ts"
import type { VoiceStore } from "./voiceStore.ts"

/** The services that the handlers need. */
export type ApiServices =
  | AccountStore
  | AssistantStore
  | CallStore
  | CampaignStore
  | Paging
  | PhoneNumberStore
  | VoiceStore

type Groups = {
  readonly [Group in keyof typeof Api]: ReadonlyArray<Route<Extract<EndpointId, `${Group}.${string}`>, ApiServices>>
}

const groups: Groups = {
  account: Routes.make("account", Api.account, account),
  assistants: Routes.make("assistants", Api.assistants, assistants),
  calls: Routes.make("calls", Api.calls, calls),
  campaigns: Routes.make("campaigns", Api.campaigns, campaigns),
  phoneNumbers: Routes.make("phoneNumbers", Api.phoneNumbers, phoneNumbers),
  voices: Routes.make("voices", Api.voices, voices)
}

/** All endpoints of the API with their handlers. */
export const apiRoutes: ReadonlyArray<Route<EndpointId, ApiServices>> = Object.values(groups).flat()
