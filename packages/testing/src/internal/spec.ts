import type { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import * as Duration from "effect/Duration"
import type { CampaignSpec } from "../CampaignSpec.ts"
import type { CreatedCampaigns } from "../CreatedCampaigns.ts"
import type { Life } from "./life.ts"
import { toWallTime } from "./life.ts"
import * as Random from "./random.ts"
import type { Recordings } from "./recordings.ts"
import type { Simulated } from "./simulated.ts"
import type { SimulatedTime } from "./simulatedTime.ts"
import * as Simulation from "./simulated.ts"

/** The parameters that a simulator adds to a specification. */
export interface Surroundings {
  readonly seed: number
  /** Number of campaigns that were added before. */
  readonly counter: number
  readonly time: SimulatedTime
  /** The simulator's clock. */
  readonly clock: number
  readonly recordings: Recordings
}

/**
 * The creation date of every campaign that no request created. It is independent of the clock, so that the same seed
 * gives the same bytes.
 */
const createdAt = 1_772_442_000_000

const idStream = 10

const lifeOf = (spec: CampaignSpec): Life => {
  const duration = Duration.toMillis(spec.duration ?? "10 minutes")
  const pauses = (spec.pauses ?? []).map((pause) => ({
    at: Duration.toMillis(pause.afterRunning),
    lasts: Duration.toMillis(pause.duration)
  }))
  return {
    draft: spec.draft === undefined ? spec.status === "draft" ? Infinity : 0 : Duration.toMillis(spec.draft),
    duration,
    pauses: (spec.status === "paused" ? [{ at: duration / 2, lasts: Infinity }] : pauses).sort((a, b) => a.at - b.at),
    cancelledAt: spec.cancelAt === undefined
      ? spec.status === "cancelled" ? duration / 2 : Infinity
      : Duration.toMillis(spec.cancelAt),
    extraction: spec.extraction === "none" ? null : Duration.toMillis(spec.extraction ?? "30 seconds")
  }
}

const initialOffset = (spec: CampaignSpec, life: Life): number => {
  switch (spec.status) {
    case "completed":
    case "cancelled":
      return Infinity
    case "paused":
      return toWallTime(life, life.duration / 2)
    default:
      return 0
  }
}

/** Creates the campaign of a specification. */
export const toSimulated = (spec: CampaignSpec, surroundings: Surroundings): Simulated => {
  const { clock, counter, recordings, time } = surroundings
  const seed = spec.seed ?? Random.hash(surroundings.seed, counter, idStream)
  const life = lifeOf(spec)
  return Simulation.make({
    id: spec.id ?? Random.uuid(seed, idStream, counter),
    name: spec.name ?? `Spring offer ${String(counter + 1)} – été`,
    seed,
    rows: spec.rows ?? 10,
    life,
    createdAt,
    addedAt: clock,
    age: 3_600_000,
    recordings,
    time,
    initialOffset: initialOffset(spec, life)
  })
}

const isLaunched = (request: CampaignCreate, { launch = "as-requested" }: CreatedCampaigns): boolean =>
  launch === "always" || launch === "as-requested" && request.launch

/** Creates the campaign of a request. */
export const fromRequest = (
  request: CampaignCreate,
  created: CreatedCampaigns,
  { clock, counter, recordings, seed: simulatorSeed, time }: Surroundings
): Simulated => {
  const seed = Random.hash(simulatorSeed, counter, idStream)
  const delay = request.scheduled_at === undefined ? 0 : Math.max(0, Date.parse(request.scheduled_at) - clock)
  return Simulation.make({
    id: Random.uuid(seed, idStream, counter),
    name: request.name,
    seed,
    rows: request.contacts.length,
    life: lifeOf({
      duration: created.duration,
      extraction: created.extraction,
      draft: isLaunched(request, created) ? delay : Infinity
    }),
    createdAt: clock,
    addedAt: clock,
    age: 0,
    recordings,
    time,
    initialOffset: 0,
    requested: {
      assistantId: request.assistant_id,
      contacts: request.contacts,
      fromPhoneNumber: request.from_phone_number ?? null,
      callRetryConfig: request.call_retry_config ?? null,
      maxConcurrentCalls: request.max_concurrent_calls ?? null
    }
  })
}
