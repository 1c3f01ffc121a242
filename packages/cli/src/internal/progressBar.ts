import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import * as Terminal from "effect/Terminal"
import * as Drawing from "./drawing.ts"
import * as Output from "./output.ts"
import * as Printable from "./printable.ts"

/** How a value of a stream is shown. */
export interface Render<A> {
  readonly line: (value: A) => string
  readonly drawing: (value: A) => Drawing.Drawing
  /** In a pipe, only the first of consecutive values with the same step is printed. */
  readonly step?: (value: A) => unknown
}

/**
 * The step of a count without a known total. It changes nine times between two powers of ten, so that a
 * pipe gets few lines.
 */
export const stepOfCount = (count: number): string => {
  const digits = String(count)
  return `${digits.length} ${digits.slice(0, 1)}`
}

/** Interval between two drawings, which move the spinner and the time. */
const interval = "200 millis"

const clear = "\r\x1b[2K"

const waiting: Drawing.Drawing = { share: undefined, figures: [{ text: "waiting for a response", short: "", rank: 0 }] }

/** Redraws one line for each value, and several times a second between them, so that the command is seen to be alive. */
const animate = Effect.fnUntraced(function*<A, E, R, E2>(
  values: Stream.Stream<A, E, R>,
  render: Render<A>,
  write: (text: string) => Effect.Effect<void, E2>
) {
  const terminal = yield* Terminal.Terminal
  const start = yield* Clock.currentTimeMillis
  const latest = yield* Ref.make(Option.none<A>())
  const semaphore = yield* Semaphore.make(1)
  let frames = 0
  const draw = Effect.fnUntraced(function*(isLive: boolean) {
    const drawing = Option.match(yield* Ref.get(latest), { onNone: () => waiting, onSome: render.drawing })
    const line = Drawing.render(drawing, {
      // A wrapped line could not be redrawn.
      columns: Math.max((yield* terminal.columns) - 1, 1),
      elapsed: ((yield* Clock.currentTimeMillis) - start) / 1000,
      spinner: isLive ? frames++ : undefined
    })
    yield* write(`${clear}${Printable.line(line)}`)
  }, (effect) => semaphore.withPermit(effect))
  const reading = Stream.runForEach(values, (value) => Effect.andThen(Ref.set(latest, Option.some(value)), draw(true)))
  const ticking = Effect.forever(Effect.andThen(draw(true), Effect.sleep(interval)))
  const end = Effect.flatMap(
    Ref.get(latest),
    (value) => Option.isNone(value) ? write(clear) : Effect.andThen(draw(false), write("\n"))
  )
  yield* Effect.ensuring(Effect.raceFirst(reading, ticking), Effect.ignore(end))
})

const showWith = Effect.fnUntraced(function*<A, E, R, E2>(
  values: Stream.Stream<A, E, R>,
  render: Render<A>,
  write: (text: string) => Effect.Effect<void, E2>
) {
  const { canAnimate } = yield* TerminalCapabilities.TerminalCapabilities
  if (yield* Output.Quiet) return yield* Stream.runDrain(values)
  if (canAnimate && !(yield* Output.Debug)) return yield* animate(values, render, write)
  const { step } = render
  const lines = step === undefined ? values : Stream.changesWith(values, (a, b) => step(a) === step(b))
  yield* Stream.runForEach(lines, (value) => write(`${Printable.line(render.line(value))}\n`))
})

/**
 * Shows the progress of a stream, and continues if the display cannot be written. On a terminal, one line is redrawn
 * while the stream runs. Elsewhere, each value is a new line. When the stream ends, fails or is interrupted, the last
 * drawing stays and the cursor moves to the next line.
 */
export const show = <A, E, R>(values: Stream.Stream<A, E, R>, render: Render<A>) =>
  showWith(values, render, Output.progress)

/** Shows the values of a stream as the result of a command, which ends when the display cannot be written. */
export const showResult = <A, E, R>(values: Stream.Stream<A, E, R>, render: Render<A>) =>
  showWith(values, render, (text) => Output.write("stdout", text))
