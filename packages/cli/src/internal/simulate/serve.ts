import type { CampaignSpec } from "@effect-revox/testing/CampaignSpec"
import type { Fault } from "@effect-revox/testing/Fault"
import * as RevoxSimulator from "@effect-revox/testing/RevoxSimulator"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { ServeError } from "effect/http/HttpServerError"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import { usage } from "../failure.ts"
import * as Output from "../output.ts"
import * as Table from "../table.ts"
import * as Campaigns from "./campaigns.ts"
import * as RequestLog from "./requestLog.ts"

/** The options of a simulator that serves a main campaign, and one in each state. */
export interface Options {
  readonly rows: number
  readonly duration: Duration.Duration
  readonly speed: number
  readonly start: "first-request" | "now"
  readonly seed: number
  readonly port: number
  readonly completed: boolean
  readonly unknownFields: boolean
  readonly faults: ReadonlyArray<Fault>
}

const main = ({ completed, duration, rows }: Options): CampaignSpec => ({
  id: "demo",
  name: "Demo",
  rows,
  duration,
  status: completed ? "completed" : "running"
})

const columns: ReadonlyArray<Table.Column> = [
  { title: "id", minWidth: 1 },
  { title: "state", minWidth: 1 },
  { title: "rows", minWidth: 1, align: "right" }
]

/** When the main campaign completes. */
const outlook = ({ completed, duration, speed, start }: Options): ReadonlyArray<string> => {
  if (completed) return []
  const time = Duration.format(Duration.millis(Math.ceil(Duration.toMillis(duration) / speed)))
  return [`demo completes ${time} after ${start === "now" ? "the start of the simulator" : "the first request"}.`]
}

const intro = (
  { apiKey, baseUrl }: RevoxSimulator.RevoxSimulator["Service"],
  campaigns: ReadonlyArray<CampaignSpec>,
  options: Options
): string => {
  const cells = campaigns.map(({ id = "", rows, status = "" }) => [id, status, String(rows)])
  return [
    `A simulated Revox is at ${baseUrl} with these campaigns:`,
    "",
    ...Table.render(columns, cells, Infinity),
    "",
    "Paste this where you need it:",
    "",
    `export REVOX_BASE_URL=${baseUrl}`,
    `export REVOX_API_KEY=${Redacted.value(apiKey)}`,
    options.completed ? "revox rows list demo" : "revox campaign watch demo",
    "",
    ...outlook(options),
    "Ctrl-C stops the simulator."
  ].join("\n")
}

const problems: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  EADDRINUSE: ["it is in use", "Stop the program that uses it, or choose another port with --port."],
  EACCES: ["the permission is missing", "Choose a port above 1023 with --port."]
}

const cannotListen = (port: number) => ({ cause }: ServeError) => {
  const code = Predicate.hasProperty(cause, "code") ? String(cause.code) : String(cause)
  const [problem, remedy] = problems[code] ?? [code, "Choose another port with --port."]
  return usage(`Cannot listen on port ${port}: ${problem}.`, remedy)
}

/** Serves simulated campaigns until the command is interrupted. */
export const serve = Effect.fnUntraced(function*(options: Options) {
  const { faults, port, seed, speed, start, unknownFields } = options
  const campaigns = [main(options), ...Campaigns.inEveryState]
  const server = Effect.gen(function*() {
    const simulator = yield* RevoxSimulator.RevoxSimulator
    const text = intro(simulator, campaigns, options)
    // The simulator is used over the network, so it continues if nothing reads standard output.
    yield* Effect.catchIf(Output.print(text), Output.isWithoutReader, () => Output.warn(text))
    yield* RequestLog.print(simulator)
    return yield* Effect.never
  })
  return yield* server.pipe(
    Effect.provide(RevoxSimulator.layer({ seed, speed, port, timeStart: start, unknownFields, faults, campaigns })),
    Effect.catchTag("ServeError", (error) => Effect.fail(cannotListen(port)(error)))
  )
})
