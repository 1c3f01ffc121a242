/** Resolves ids of the command line, which can be abbreviated. */
import { Assistants } from "@effect-revox/client/Assistants"
import { Campaigns } from "@effect-revox/client/Campaigns"
import type { Services } from "@effect-revox/client/Revox"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Abbreviation from "./abbreviation.ts"
import * as CommandLine from "./commandLine.ts"

interface Options {
  /** Whether `--yes` confirms the action. Then the id must be complete. */
  readonly confirmed?: boolean
}

/** Returns a function that completes ids of one kind of resource. Complete ids are returned without a request. */
const resolver = <R>(
  noun: string,
  list: Effect.Effect<ReadonlyArray<Abbreviation.Candidate>, RevoxError, R>
) =>
  Effect.fnUntraced(function*(id: string, { confirmed = false }: Options = {}) {
    if (!Abbreviation.isAbbreviated(id)) return id
    const format = yield* CommandLine.formatter
    const command = format(noun, "list", "--limit", "0")
    yield* Abbreviation.ensureComplete(id, confirmed, command)
    const found = yield* Abbreviation.select(id, yield* list, { noun, list: command })
    return found.id
  })

/** Completes the id of a campaign. */
export const campaign = resolver("campaign", Campaigns.use((campaigns) => campaigns.list()))

/** Completes the id of an assistant. */
export const assistant = resolver("assistant", Assistants.use((assistants) => assistants.list()))

/** Services of the API that are created when an id is completed with them, such as those of a durable export. */
interface Lazy<E, R> {
  readonly campaigns: Effect.Effect<Context.Context<Services>, E, R>
}

/** Provides services to the completion of an abbreviated id. A complete id needs neither the services nor an API key. */
const lazily =
  <E2, R2>(complete: (id: string, options?: Options) => Effect.Effect<string, E2, R2>) =>
  <E, R>({ campaigns }: Lazy<E, R>, id: string, options?: Options) =>
    Abbreviation.isAbbreviated(id)
      ? Effect.flatMap(campaigns, (services) => Effect.provide(complete(id, options), services))
      : Effect.succeed(id)

/** Completes the id of a campaign with services that are created if the id is abbreviated. */
export const campaignOf = lazily(campaign)

/** Completes the id of an assistant with services that are created if the id is abbreviated. */
export const assistantOf = lazily(assistant)
