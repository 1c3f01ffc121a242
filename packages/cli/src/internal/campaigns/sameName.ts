import { Campaigns } from "@effect-revox/client/Campaigns"
import * as Effect from "effect/Effect"
import { usage } from "../failure.ts"
import * as Show from "./show.ts"

/** Servers may trim names, and may encode accents in another form. */
const normalize = (name: string): string => name.trim().normalize("NFC")

/** Maximum number of campaigns that the error lists. */
const maxListed = 3

/**
 * Fails if a campaign of this name exists, because a command that is repeated must not call its contacts twice. `remedy`
 * formats the command that continues with the campaign.
 */
export const ensureNew = Effect.fnUntraced(function*(name: string, remedy: (id: string) => string) {
  const campaigns = yield* Campaigns.use((campaigns) => campaigns.list())
  const same = Show.newestFirst(campaigns.filter((campaign) => normalize(campaign.name) === normalize(name)))
  const [newest] = same
  if (newest === undefined) return
  const listed = same.slice(0, maxListed).map((campaign) => `${campaign.id} (${Show.statusOf(campaign)})`).join(", ")
  const more = same.length > maxListed ? ` and ${same.length - maxListed} more` : ""
  return yield* usage(
    `A campaign named "${name}" exists: ${listed}${more}. Nothing was created.`,
    `To continue with it: ${remedy(newest.id)}\nTo create another campaign of this name, add --allow-same-name.`
  )
})
