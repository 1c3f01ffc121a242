/** Prints the spans of a call that received a 503 and was retried. */
import { Campaigns, Revox } from "@effect-revox/client"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient, NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Exit, Layer, Option, Tracer } from "effect"

/** A tracer that prints each span when it ends, indented by its depth. */
const Printing = Layer.effect(
  Tracer.Tracer,
  Effect.map(Console.Console, (console) =>
    Tracer.make({
      span: (options) => {
        const depth = (parent: Option.Option<Tracer.AnySpan>): number =>
          Option.match(parent, {
            onNone: () => 0,
            onSome: (span) => (span._tag === "Span" ? 1 + depth(span.parent) : 1)
          })
        const span = new Tracer.NativeSpan(options)
        const end = span.end.bind(span)
        span.end = (endTime, exit) => {
          end(endTime, exit)
          const millis = Number(endTime - span.startTime) / 1_000_000
          const attributes = [...span.attributes].filter(([key]) =>
            /^(revox|http\.(request\.method|response\.status))/.test(key)
          )
          console.log(
            `${"  ".repeat(depth(span.parent))}${span.name} ${millis.toFixed(0)} ms ${
              Exit.isSuccess(exit) ? "ok" : "failed"
            } ` +
              attributes.map(([key, value]) => `${key}=${String(value)}`).join(" ")
          )
        }
        return span
      }
    }))
)

const Simulator = RevoxSimulator.layer({
  campaigns: [{ id: "spring", rows: 20, status: "completed" }],
  faults: [Fault.status(503)]
})

const RevoxLive = Layer.unwrap(
  Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => Revox.layer({ apiKey, baseUrl }))
).pipe(Layer.provide([Simulator, NodeHttpClient.layerUndici]))

const program = Campaigns.Campaigns.use((campaigns) => campaigns.getRows("spring", { page_size: 10 }))

program.pipe(Effect.provide([RevoxLive, Printing]), NodeRuntime.runMain)
