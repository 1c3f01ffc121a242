import type { CampaignRunsError } from "@effect-revox/workflow"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Abbreviation from "../abbreviation.ts"
import { maxListed } from "../exports/find.ts"
import type { CommandFailure } from "../failure.ts"
import type { RunReader } from "./services.ts"

/** Finds the key of a run by a unique prefix of it. With `--yes`, the key must be complete. */
export const find = Effect.fnUntraced(function*(
  runs: RunReader,
  key: string,
  confirmed: boolean
): Effect.fn.Return<string, CampaignRunsError.CampaignRunsError | CommandFailure> {
  const exact = yield* runs.get(key).pipe(
    Effect.asSome,
    Effect.catchReason(
      "CampaignRunsError",
      "UnknownRunError",
      (_, error) => confirmed ? Effect.fail(error) : Effect.succeedNone
    )
  )
  if (Option.isSome(exact)) return exact.value.id
  const all = yield* runs.list({ active: false, limit: maxListed })
  const found = yield* Abbreviation.select(
    key,
    all.map(({ id, job }) => ({ id, name: job.campaign.name })),
    { noun: "run", list: "revox run list --limit 0" }
  )
  return found.id
})
