import { RevoxSimulator } from "@effect-revox/testing"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"

/**
 * The clock of a simulator behind a socket. It only advances with {@link advance}, while the test runs in real time.
 */
export class SimulatorClock extends Context.Service<SimulatorClock, TestClock.TestClock>()("test/SimulatorClock") {}

/** `RevoxSimulator.layer` with a {@link SimulatorClock}. */
export const layer = (options?: RevoxSimulator.Options) =>
  Layer.unwrap(
    Effect.map(TestClock.make({ warningDelay: "1 day" }), (clock) =>
      RevoxSimulator.layer(options).pipe(
        Layer.provide(Layer.succeed(Clock.Clock, clock)),
        Layer.merge(Layer.succeed(SimulatorClock, clock))
      ))
  )

/** Advances simulated time, which sends the responses that were delayed until then. */
export const advance = (duration: Duration.Input) => SimulatorClock.use((clock) => clock.adjust(duration))
