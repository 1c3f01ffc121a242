/**
 * The `revox simulate` command.
 *
 * @since 0.1.0
 */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { reported } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"

const isPositiveTime = (duration: Duration.Duration): boolean =>
  Duration.isFinite(duration) && Duration.isPositive(duration)

const flags = {
  rows: Flag.Int("rows").pipe(
    Flag.withSchema(Schema.Natural),
    Flags.withDefault("Number of rows of the campaign", 500)
  ),
  duration: Flag.String("duration").pipe(
    Flag.withSchema(
      Schema.DurationFromString.check(
        Schema.makeFilter(isPositiveTime, { expected: "a finite duration longer than zero, such as \"2 hours\"" })
      )
    ),
    Flags.withDefault("Duration of the campaign in simulated time", Duration.minutes(10), "10 minutes")
  ),
  speed: Flag.Finite("speed").pipe(
    Flag.withSchema(Schema.Finite.check(Schema.isGreaterThan(0))),
    Flags.withDefault("Simulated seconds per real second, above 0", 60)
  ),
  start: Flag.Literals("start", ["first-request", "now"]).pipe(
    Flags.withDefault<"first-request" | "now">(
      "Start of simulated time: with the first request, or now",
      "first-request"
    )
  ),
  seed: Flag.Int("seed").pipe(
    Flags.withDefault("Seed of the generated data. Equal seeds give equal rows", 1)
  ),
  port: Flag.Int("port").pipe(
    Flag.withSchema(Schema.Port),
    Flags.withDefault("Port to listen on, or 0 for a free port", 0)
  ),
  completed: Flags.toggle("completed", "Start with a completed campaign"),
  unknownFields: Flags.toggle("unknown-fields", "Add fields and enum values that the API does not document"),
  faults: Flag.String("fault").pipe(
    Flag.withDescription("Fault to inject, can be repeated. \"help\" lists all faults and endpoints"),
    Flag.withMetavar("fault"),
    Flag.atLeast(0)
  )
}

/**
 * The `revox simulate` command, which serves simulated campaigns until Ctrl-C.
 *
 * @category commands
 * @since 0.1.0
 */
export const simulate = Command.make(
  "simulate",
  flags,
  (options) =>
    reported(Effect.flatMap(Effect.promise(() => import("./internal/simulate/run.ts")), ({ run }) => run(options)))
).pipe(
  Command.withDescription("Run a local Revox simulator"),
  Command.withExamples([
    { command: "revox simulate", description: "Serve campaigns in every state, one of which completes in ten seconds" },
    {
      command: "revox simulate --rows 100000 --completed --port 4000",
      description: "Serve a large completed campaign"
    },
    { command: "revox simulate --fault status:503 --fault slow:200ms", description: "Inject faults" },
    {
      command: "revox simulate --fault \"GET /campaigns/:id/rows=status:500 x2\"",
      description: "Fail two requests to an endpoint"
    },
    { command: "revox simulate --fault help", description: "List all faults and endpoints" }
  ])
)
