import { Campaigns } from "@effect-revox/client/Campaigns"
import type { Campaign } from "@effect-revox/schema/Campaign"
import * as Effect from "effect/Effect"
import * as Confirm from "../confirm.ts"
import * as Ids from "../ids.ts"

/**
 * Succeeds if a change of a campaign is confirmed by `--yes`, or by a prompt that shows the campaign. Without a terminal,
 * the error is returned before any request is sent. With `--yes`, the campaign is not retrieved, so that a failure of that
 * request cannot prevent the change, and its id must be complete. Returns the complete id.
 */
export const confirm = Effect.fnUntraced(function*(given: string, { action, confirmed, question }: {
  readonly confirmed: boolean
  readonly action: string
  readonly question: (campaign: Campaign) => string
}) {
  const unconfirmed = `Without a terminal to prompt on, add --yes to ${action} the campaign ${given}. Nothing was sent.`
  const prompts = yield* Confirm.needsPrompt(confirmed, unconfirmed)
  const id = yield* Ids.campaign(given, { confirmed })
  if (prompts) {
    const campaign = yield* Campaigns.use((campaigns) => campaigns.retrieve(id))
    yield* Confirm.prompt(question(campaign))
  }
  return id
})
