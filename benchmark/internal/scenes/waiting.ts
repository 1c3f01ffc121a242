import { measureIn } from "../child.ts"
import type { Server } from "../server.ts"
import { type Table, thousands } from "../table.ts"

/** Measures waiting for many campaigns concurrently. */
export const waiting = async (server: Server, campaigns: number): Promise<Table> => {
  const { perWaiter } = await measureIn<{ readonly perWaiter: number }>(
    "waiting.ts",
    [server.url(0), String(campaigns)],
    ["--expose-gc"]
  )
  return {
    title: "Waiting",
    about:
      `${
        thousands(campaigns)
      } concurrent calls of \`CampaignCompletion.awaitCompletion\`: heap of each while it sleeps between ` +
      "polls.",
    head: ["program", "heap per campaign"],
    rows: [["effect-revox", `${(perWaiter / 1024).toFixed(1)} KB`]]
  }
}
