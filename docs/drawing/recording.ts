/** Records commands on a terminal, against the simulator, as the cells of its screen. */
import { RevoxSimulator } from "@effect-revox/testing"
import xterm from "@xterm/headless"
import { Effect, FileSystem, Path, Redacted, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

export const columns = 100

/** Adjacent cells with one style. */
export interface Run {
  readonly column: number
  /** Number of cells. Some characters take two. */
  readonly cells: number
  readonly text: string
  /** Color of the palette, from 0 to 15. */
  readonly color: number | undefined
  readonly isBold: boolean
  readonly isDim: boolean
}

export type Screen = ReadonlyArray<ReadonlyArray<Run>>

/** The lines of the terminal after the output, down to the last one with text. */
const screenOf = Effect.fnUntraced(function*(output: string) {
  const terminal = new xterm.Terminal({ cols: columns, rows: 60, scrollback: 0, allowProposedApi: true })
  yield* Effect.promise(() => new Promise<void>((done) => terminal.write(output, done)))
  const lines: Array<Array<Run>> = []
  const cell = terminal.buffer.active.getNullCell()
  for (let row = 0; row < terminal.rows; row++) {
    const line = terminal.buffer.active.getLine(row)
    const runs: Array<Run> = []
    for (let column = 0; column < columns; column++) {
      line?.getCell(column, cell)
      const characters = cell.getChars()
      if (characters === "" || characters === " ") continue
      const style = {
        color: cell.isFgPalette() ? cell.getFgColor() : undefined,
        isBold: cell.isBold() !== 0,
        isDim: cell.isDim() !== 0
      }
      const last = runs.at(-1)
      const gap = last === undefined ? Infinity : column - last.column - last.cells
      const isSame = last?.color === style.color && last?.isBold === style.isBold && last?.isDim === style.isDim
      // Spaces are part of a run only one at a time, because a page collapses more.
      if (last !== undefined && isSame && gap <= 1) {
        runs[runs.length - 1] = {
          ...last,
          cells: last.cells + gap + cell.getWidth(),
          text: `${last.text}${" ".repeat(gap)}${characters}`
        }
      } else runs.push({ column, cells: cell.getWidth(), text: characters, ...style })
    }
    lines.push(runs)
  }
  return lines.slice(0, lines.findLastIndex((runs) => runs.length > 0) + 1)
})

/** Runs a command to its end on a new terminal. */
export const record = Effect.fnUntraced(function*(command: string) {
  const path = yield* Path.Path
  const fs = yield* FileSystem.FileSystem
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const { apiKey, baseUrl } = yield* RevoxSimulator.RevoxSimulator
  const bin = yield* path.fromFileUrl(new URL("../../packages/cli/src/bin.ts", import.meta.url))
  const line = command.replace(/^revox/, `${process.execPath} --disable-warning=ExperimentalWarning ${bin}`)
  const child = yield* spawner.spawn(
    ChildProcess.make("script", ["-qefc", `stty cols ${columns} rows 24; exec ${line}`, "/dev/null"], {
      cwd: yield* fs.makeTempDirectoryScoped(),
      env: { TERM: "xterm-256color", REVOX_API_KEY: Redacted.value(apiKey), REVOX_BASE_URL: baseUrl, TZ: "UTC" },
      extendEnv: true
    })
  )
  return yield* screenOf(yield* Stream.mkString(Stream.decodeText(child.stdout)))
}, Effect.scoped)
