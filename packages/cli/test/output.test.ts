import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stdio, Stream, Terminal } from "effect"
import { type Command, TerminalCapabilities } from "effect/cli"
import * as Card from "../src/internal/card.ts"
import * as Columns from "../src/internal/columns.ts"
import { confirm } from "../src/internal/confirm.ts"
import * as Format from "../src/internal/format.ts"
import * as Output from "../src/internal/output.ts"
import * as Printable from "../src/internal/printable.ts"
import * as ProgressBar from "../src/internal/progressBar.ts"
import * as Table from "../src/internal/table.ts"
import { toFailure, Writer } from "../src/internal/writer.ts"
import { collecting } from "./utils/inProcess.ts"

/** C0 and C1 controls, an OSC sequence that sets the title, a clear screen and a change of the text direction. */
const hostile = "a\x1b]0;owned\x07b\x9b2Jc\x7f\u202ed\u2028e\r\nf\tg"

/** A drawing with a text as its only figure. */
const figures = (text: string) => ({ share: undefined, figures: [{ text, rank: 0 }] })

const hasControls = (text: string) => /[^\P{Cc}\t\n]|[\u2028\u202e]/u.test(text)

const terminal = Terminal.make({
  columns: Effect.succeed(60),
  rows: Effect.succeed(24),
  size: Effect.die("unused"),
  readInput: Effect.die("unused"),
  readLine: Effect.die("unused"),
  display: () => Effect.die("bypasses the writer")
})

/** Runs an effect with pipes, or on a terminal of 60 columns, and returns what it writes. */
const writtenBy = Effect.fnUntraced(function*<E>(
  effect: Effect.Effect<unknown, E, Command.Environment>,
  onTerminal = false
) {
  const { written, writer } = collecting()
  yield* effect.pipe(
    Effect.provideService(Writer, writer),
    Effect.provideService(Terminal.Terminal, terminal),
    Effect.provideService(TerminalCapabilities.TerminalCapabilities, {
      canAnimate: onTerminal,
      canColor: onTerminal,
      canPrompt: false
    }),
    Effect.provide(
      Layer.provideMerge(Stdio.layerTest({ stdoutIsTerminal: Effect.succeed(onTerminal) }), NodeServices.layer)
    )
  )
  return written
})

describe("output", () => {
  it("has no control characters in text, and escaped ones in JSON", () => {
    assert.strictEqual(Printable.line(hostile), "a ]0;owned b 2Jc d e f g")
    assert.strictEqual(Printable.text(hostile), "a ]0;owned b 2Jc  d e\nf\tg")
    const json = Printable.json({ name: hostile })
    assert.match(json, /^[\x20-\x7e]+$/)
    assert.deepStrictEqual(JSON.parse(json), { name: hostile })
  })

  it.effect("has none in cards, tables, progress, notes and errors, in pipes and on terminals", () =>
    Effect.gen(function*() {
      const render = { line: (text: string) => text, drawing: figures }
      const list = { items: [hostile], columns: [{ title: "name", minWidth: 4 }], cells: (name: string) => [name] }
      for (const onTerminal of [false, true]) {
        const { stderr, stdout } = yield* writtenBy(
          Effect.gen(function*() {
            yield* Card.print(hostile, false, (name) => Card.render(name, [["name", name], ["none", ""]]))
            yield* Card.print(hostile, true, () => "")
            yield* Table.print({ ...list, empty: "" }, false)
            yield* Table.print({ ...list, empty: "" }, true)
            yield* Table.print({ ...list, items: [], empty: hostile }, false)
            yield* ProgressBar.show(Stream.make(hostile), render)
            yield* Output.summary(hostile)
            yield* Output.note(hostile)
            yield* Output.warn(hostile)
          }),
          onTerminal
        )
        // The bar itself moves the cursor.
        assert.isFalse(hasControls(stdout.replaceAll("\r\x1b[2K", "")), JSON.stringify(stdout))
        assert.isFalse(hasControls(stderr))
        assert.include(stdout, "\n  name  a ]0;owned b 2Jc d e f g\n")
        assert.notInclude(stdout, "none")
      }
    }))

  it.effect("has the exported bytes in a pipe, and none of their control characters on a terminal", () =>
    Effect.gen(function*() {
      const bytes = Stream.fromIterable(new TextEncoder().encode(`é${hostile}`)).pipe(
        Stream.map((byte) => Uint8Array.of(byte))
      )
      const whole = Stream.make(new TextEncoder().encode(`é${hostile}`))
      assert.strictEqual((yield* writtenBy(Output.bytes(whole))).stdout, `é${hostile}`)
      const { stdout } = yield* writtenBy(Output.bytes(bytes), true)
      assert.isFalse(hasControls(stdout), JSON.stringify(stdout))
      assert.match(stdout, /^éa ]0;owned b/)
    }))

  it.effect("has neither progress nor summaries nor notes with --quiet", () =>
    Effect.gen(function*() {
      const { stderr, stdout } = yield* writtenBy(
        Effect.gen(function*() {
          yield* ProgressBar.show(Stream.make("half"), { line: String, drawing: figures })
          yield* Output.summary("summary")
          yield* Output.note("note")
          yield* Output.print("result")
          yield* Output.warn("warning")
        }).pipe(Effect.provideService(Output.Quiet, true))
      )
      assert.strictEqual(stdout, "result\n")
      assert.strictEqual(stderr, "warning\n")
    }))

  it.effect("fails when it cannot be written, except for progress and notes", () =>
    Effect.gen(function*() {
      const broken = (code: string): Writer => ({
        write: (target) => Effect.fail(toFailure(target, { code }))
      })
      const onBroken = <A, E>(code: string, effect: Effect.Effect<A, E>) =>
        Effect.provideService(effect, Writer, broken(code))
      yield* onBroken("ENOSPC", Output.progress("half"))
      yield* onBroken("ENOSPC", Output.note("note"))
      const full = yield* Effect.flip(onBroken("ENOSPC", Output.print("text")))
      assert.strictEqual(full.exitCode, 9)
      assert.strictEqual(full.message, "Cannot write standard output: the disk is full.")
      const closed = yield* Effect.flip(onBroken("EPIPE", Output.json({})))
      assert.strictEqual(closed.exitCode, 0)
      assert.strictEqual(closed.message, "")
      yield* onBroken("EPIPE", Output.continueWithoutReader(Output.json({})))
      yield* Effect.flip(onBroken("ENOSPC", Output.continueWithoutReader(Output.json({}))))
    }))
})

describe("confirm", () => {
  it.effect("needs the flag where there is no terminal to prompt on", () =>
    Effect.gen(function*() {
      const confirmation = {
        question: "Delete the campaign Spring?",
        unconfirmed: "Without a terminal to prompt on, the campaign is not deleted.",
        remedy: "Add --yes to delete it.",
        declined: "Nothing was changed."
      }
      yield* writtenBy(confirm({ ...confirmation, confirmed: true }))
      const error = yield* Effect.flip(writtenBy(confirm({ ...confirmation, confirmed: false })))
      assert.strictEqual(
        error._tag === "CommandFailure" ? error.text : "",
        Object.values(confirmation).slice(1, 3).join("\n")
      )
    }))
})

describe("formats and columns", () => {
  it.effect("infers the format from extensions in upper and lower case", () =>
    Effect.gen(function*() {
      for (const name of ["a.ndjson", "a.NDJSON", "a.jsonl", "a.JsonL", "a.json"]) {
        assert.strictEqual(yield* Format.infer(name), "ndjson")
      }
      for (const name of ["a.csv", "a.b.CSV"]) assert.strictEqual(yield* Format.infer(name), "csv")
      for (const name of ["a.csv.gz", "csv", "", "-"]) yield* Effect.flip(Format.infer(name))
    }))

  it.effect("rejects columns without a name", () =>
    Effect.gen(function*() {
      assert.lengthOf(yield* Columns.parse("id, phone_number"), 2)
      for (const list of ["", ",", "id,", " "]) {
        const { exitCode, text } = yield* Effect.flip(Columns.parse(list))
        assert.strictEqual(exitCode, 2)
        assert.match(text, /^--columns ".*" has an empty name\.\nUse one of: id, /)
      }
    }))
})
