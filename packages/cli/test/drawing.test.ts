import { assert, describe, it } from "@effect/vitest"
import { displayWidth } from "effect/cli/CliOutput"
import { rateText } from "../src/internal/campaigns/progress.ts"
import * as Drawing from "../src/internal/drawing.ts"
import * as Table from "../src/internal/table.ts"

const drawing: Drawing.Drawing = {
  share: 0.466,
  figures: [
    { text: "running", rank: 4 },
    { text: "233/500 rows", short: "233/500", rank: 0 },
    { text: "31 calling", rank: 5 },
    { text: "57 to retry", rank: 6 },
    { text: "6670 rows/min", rank: 7 },
    { text: "1m 30s left", rank: 3 }
  ]
}

const at = (columns: number, isLive = true) =>
  Drawing.render(drawing, { columns, elapsed: 65.4, spinner: isLive ? 0 : undefined })

describe("progress", () => {
  it("omits the bar first, then figures from the least important one", () => {
    assert.strictEqual(
      at(200),
      "██████████████░░░░░░░░░░░░░░░░  46%  running, 233/500 rows, 31 calling, 57 to retry, 6670 rows/min, " +
        "1m 30s left  ⠋ 1m 05s"
    )
    assert.strictEqual(
      at(80),
      " 46%  running, 233/500 rows, 31 calling, 57 to retry, 1m 30s left  ⠋ 1m 05s"
    )
    assert.strictEqual(at(60), " 46%  running, 233/500 rows, 1m 30s left  ⠋ 1m 05s")
    assert.strictEqual(at(20), "46% 233/500 ⠋ 1m 05s")
    assert.strictEqual(at(12), "46% 233/500")
    assert.strictEqual(at(5), "46% …")
  })

  it("fits every width, and always starts with the share and the count", () => {
    for (let columns = 1; columns <= 220; columns++) {
      const line = at(columns)
      assert.isAtMost(displayWidth(line), columns)
      if (columns >= 11) assert.match(line, /46% .*233\/500/)
    }
  })

  it("has no spinner when the work has ended", () => {
    assert.strictEqual(at(60, false), " 46%  running, 233/500 rows, 31 calling, 1m 30s left  1m 05s")
  })

  it("shows rates in a unit in which they are not 0", () => {
    for (
      const [perSecond, text] of [
        [111.2, "6672 rows/min"],
        [0.1, "6.0 rows/min"],
        [0.01, "36 rows/h"],
        [0.0003, "1 row/h"],
        [0.0001, ""],
        [0, ""]
      ] as const
    ) {
      assert.strictEqual(rateText(perSecond), text)
    }
  })

  it("shows one or two units of time", () => {
    for (
      const [seconds, text] of [[0, "0s"], [59.9, "59s"], [60, "1m 00s"], [3599, "59m 59s"], [3600, "1h 00m"], [
        90_000,
        "1d 1h"
      ]] as const
    ) {
      assert.strictEqual(Drawing.duration(seconds), text)
    }
  })
})

describe("tables", () => {
  const ids = ["7f3a91c2-5d0e-4b7a-9c3f-2e8d6a104b57", "7f3a91c2-6d0e-4b7a-9c3f-2e8d6a104b57"]
  const columns: ReadonlyArray<Table.Column> = [
    { title: "id", kind: "id", minWidth: 8 },
    { title: "name", minWidth: 4 },
    { title: "created", minWidth: 7, rank: 1 }
  ]
  const rows = ids.map((id) => [id, "Spring campaign", "2026-03-02"])

  it("shorten ids to prefixes that are unique in the table", () => {
    assert.include(Table.render(columns, rows, 80)[1], ids[0])
    assert.deepStrictEqual(Table.render(columns, rows, 40), [
      "id          name             created",
      "7f3a91c2-5  Spring campaign  2026-03-02",
      "7f3a91c2-6  Spring campaign  2026-03-02"
    ])
  })

  it("omit columns that do not fit", () => {
    assert.deepStrictEqual(Table.render(columns, rows, 20), [
      "id          name",
      "7f3a91c2-5  Spring …",
      "7f3a91c2-6  Spring …"
    ])
  })
})
