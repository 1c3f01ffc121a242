import type { CampaignRuns } from "@effect-revox/workflow"

/** Number of contacts of the run with a key. */
const countOf = (key: string): number => 10 + [...key].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 90

/** Phone numbers of the run with a key. */
export const numbersOf = (key: string): ReadonlyArray<string> =>
  Array.from({ length: countOf(key) }, (_, index) => `+331848${String(10_000 + index)}`)

/** Request of the run with a key. Two processes request the same run for the same key. */
export const jobOf = (key: string): CampaignRuns.RunRequest => ({
  key,
  campaign: { assistant_id: "assistant-1", name: "Chaos" },
  launch: countOf(key) % 2 === 0 ? "create" : "draft",
  contacts: numbersOf(key).map((to_phone_number) => ({ to_phone_number, prompt_variables: {} })),
  createSettleTime: "4 seconds",
  export: { destination: { name: "sql" }, maxPollInterval: "500 millis", pageSize: 10 }
})
