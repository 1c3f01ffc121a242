/** Sends webhook deliveries to a URL of the parent process, in a separate process. */
import { Pool } from "undici"
import type { Load } from "./internal/webhook.ts"

const transcript = Array.from({ length: 20 }, (_, turn) => `assistant: This is sentence ${turn} of a call.`).join("\n")

/** The body of a delivery. No two have the same attempt. */
const bodyOf = (round: string, index: number): string =>
  JSON.stringify({
    call_order_id: `call-${round}-${index}`,
    call_id: `attempt-${round}-${String(index).padStart(12, "0")}`,
    status: "completed",
    result: "human",
    transcript,
    recording_url: "https://recordings.example/1.mp3",
    started_at: "2026-05-04T08:00:00Z",
    ended_at: "2026-05-04T08:01:00Z",
    calls_count: 1
  })

process.on("message", ({ concurrency, deliveries, url }: Load) => {
  const { origin, pathname, search, searchParams } = new URL(url)
  const pool = new Pool(origin, { connections: concurrency })
  let next = 0
  const send = async () => {
    while (next < deliveries) {
      const body = bodyOf(searchParams.get("round") ?? "", next++)
      const headers = { "content-type": "application/json" }
      const response = await pool.request({ method: "POST", path: pathname + search, headers, body })
      await response.body.dump()
      if (response.statusCode >= 300) throw new Error(`The response has status ${response.statusCode}`)
    }
  }
  void Promise.all(Array.from({ length: concurrency }, send)).then(() => pool.close()).then(() =>
    process.send?.("done")
  )
})
process.on("disconnect", () => process.exit(0))
