/**
 * The `revox simulate` command.
 *
 * @since 0.1.0
 */
import * as RevoxSimulator from "@effect-revox/testing/RevoxSimulator"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ExitCode } from "./ExitCode.ts"
import { reported } from "./internal/connected.ts"
import { CommandFailure } from "./internal/failure.ts"
import * as Output from "./internal/output.ts"
import { faultNames, parseFault } from "./internal/faults.ts"

const positive = Schema.Finite.check(Schema.isGreaterThan(0))

const flags = {
  rows: Flag.Int("rows").pipe(
    Flag.withDescription("Number of rows of the campaign. Default: 500"),
    Flag.withSchema(Schema.Natural),
    Flag.withDefault(500)
  ),
  duration: Flag.String("duration").pipe(
    Flag.withDescription("Duration of the campaign in simulated time. Default: 10 minutes"),
    Flag.withSchema(Schema.DurationFromString),
    Flag.withDefault(Duration.minutes(10))
  ),
  speed: Flag.Finite("speed").pipe(
    Flag.withDescription("Simulated seconds per real second, above 0. Default: 60"),
    Flag.withSchema(positive),
    Flag.withDefault(60)
  ),
  seed: Flag.Int("seed").pipe(
    Flag.withDescription("Seed of the generated data. Equal seeds give equal rows. Default: 1"),
    Flag.withDefault(1)
  ),
  port: Flag.Int("port").pipe(
    Flag.withDescription("Port to listen on, or 0 for a free port. Default: 0"),
    Flag.withSchema(Schema.Port),
    Flag.withDefault(0)
  ),
  completed: Flag.Boolean("completed").pipe(
    Flag.withDescription("Start with a completed campaign"),
    Flag.withDefault(false)
  ),
  unknownFields: Flag.Boolean("unknown-fields").pipe(
    Flag.withDescription("Add fields and enum values that the API does not document"),
    Flag.withDefault(false)
  ),
  faults: Flag.String("fault").pipe(
    Flag.withDescription(`Fault to inject, can be repeated: ${faultNames.join(", ")}`),
    Flag.withMetavar("fault"),
    Flag.atLeast(0)
  )
}

const unknownFault = (text: string) =>
  new CommandFailure({
    message: `Unknown fault "${text}". Use one of: ${faultNames.join(", ")}.`,
    exitCode: ExitCode.usage
  })

/**
 * The `revox simulate` command, which serves a simulated campaign until Ctrl-C.
 *
 * @category commands
 * @since 0.1.0
 */
export const simulate = Command.make(
  "simulate",
  flags,
  Effect.fnUntraced(
    function*({ completed, duration, faults, unknownFields, port, rows, seed, speed }) {
      const parsed = yield* Effect.forEach(
        faults,
        (text) => Effect.mapError(Effect.fromOption(parseFault(text)), () => unknownFault(text))
      )
      const server = Effect.gen(function*() {
        const { apiKey, baseUrl } = yield* RevoxSimulator.RevoxSimulator
        yield* Output.print(
          [
            `A campaign "demo" of ${rows} rows is ${
              completed ? "completed" : "running"
            }. Paste this where you need it:`,
            "",
            `export REVOX_BASE_URL=${baseUrl}`,
            `export REVOX_API_KEY=${Redacted.value(apiKey)}`,
            "",
            "Ctrl-C stops the simulator."
          ].join("\n")
        )
        return yield* Effect.never
      })
      return yield* server.pipe(
        Effect.provide(
          RevoxSimulator.layer({
            seed,
            speed,
            port,
            unknownFields,
            faults: parsed,
            campaigns: [{ id: "demo", name: "Demo", rows, duration, status: completed ? "completed" : "running" }]
          })
        ),
        Effect.catchTag("ServeError", () =>
          Effect.fail(
            new CommandFailure({
              message: `Cannot listen on port ${port}: it may be in use. Choose another with --port.`,
              exitCode: ExitCode.usage
            })
          ))
      )
    },
    reported
  )
).pipe(
  Command.withDescription("Run a local Revox simulator"),
  Command.withExamples([
    { command: "revox simulate", description: "Run a campaign of 500 rows for ten seconds" },
    {
      command: "revox simulate --rows 100000 --completed --port 4000",
      description: "Serve a large completed campaign"
    },
    { command: "revox simulate --fault status:503 --fault slow:200ms", description: "Inject faults" }
  ])
)
