import { RevoxSimulator } from "@effect-revox/testing"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"

/** The clock of a simulator behind a socket. It stands still until a test advances it; the test runs in real time. */
export class SimulatorClock extends Context.Service<SimulatorClock, TestClock.TestClock>()("test/SimulatorClock") {}

/** `RevoxSimulator.layer`, with campaigns and delays on a clock that only {@link advance} moves. */
export const layer = (options?: RevoxSimulator.Options) =>
  Layer.unwrap(
    Effect.map(TestClock.make({ warningDelay: "1 day" }), (clock) =>
      RevoxSimulator.layer(options).pipe(
        Layer.provide(Layer.succeed(Clock.Clock, clock)),
        Layer.merge(Layer.succeed(SimulatorClock, clock))
      ))
  )

/** Lets simulated time pass: what a simulator holds back until then is sent. */
export const advance = (duration: Duration.Input) => SimulatorClock.use((clock) => clock.adjust(duration))
