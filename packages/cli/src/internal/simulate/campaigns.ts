import type { CampaignSpec } from "@effect-revox/testing/CampaignSpec"

const rows = 100

/**
 * A campaign in each state, with the state as its id. All of them keep their state, except that the running one
 * completes after a simulated day.
 */
export const inEveryState: ReadonlyArray<CampaignSpec> = [
  { id: "draft", name: "Draft", status: "draft", rows },
  { id: "running", name: "Running", status: "running", rows, duration: "1 day" },
  { id: "paused", name: "Paused", status: "paused", rows },
  { id: "completed", name: "Completed", status: "completed", rows },
  { id: "cancelled", name: "Cancelled", status: "cancelled", rows }
]
