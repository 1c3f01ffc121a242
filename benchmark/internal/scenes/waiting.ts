import { measureIn } from "../child.ts"
import type { Server } from "../server.ts"
import { type Table, thousands } from "../table.ts"

/** Many campaigns, waited for at once. */
export const waiting = async (server: Server, campaigns: number): Promise<Table> => {
  const { perWaiter } = await measureIn<{ readonly perWaiter: number }>(
    "waiting.ts",
    [server.url(0), String(campaigns)],
    ["--expose-gc"]
  )
  return {
    title: "Waiting",
    about:
      `${thousands(campaigns)} campaigns under \`CampaignCompletion.awaitCompletion\` at once: heap of each while ` +
      "it sleeps between polls.",
    head: ["program", "heap per campaign"],
    rows: [["effect-revox", `${(perWaiter / 1024).toFixed(1)} KB`]]
  }
}
