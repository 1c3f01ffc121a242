import { assert, describe, it } from "@effect/vitest"
import { entriesOf } from "../surface/exports.ts"

describe("entriesOf", () => {
  const files = [
    "./dist/index.js",
    "./dist/index.d.ts",
    "./dist/A.js",
    "./dist/internal/a.js",
    "./dist/internal/b/c.js"
  ]

  it("finds what may be imported, each by one name", () => {
    assert.deepStrictEqual(
      entriesOf(
        {
          "./package.json": "./package.json",
          ".": "./dist/index.js",
          "./*": "./dist/*.js",
          "./internal/*": null
        },
        files
      ),
      [
        { subpath: "./package.json", file: "./package.json" },
        { subpath: ".", file: "./dist/index.js" },
        { subpath: "./A", file: "./dist/A.js" }
      ]
    )
  })

  it("finds what is private where nothing forbids it", () => {
    assert.deepInclude(entriesOf({ "./*": "./dist/*.js" }, files), {
      subpath: "./internal/b/c",
      file: "./dist/internal/b/c.js"
    })
  })

  it("lets the most specific key decide", () => {
    const exports = { "./*": "./dist/*.js", "./internal/*": null, "./internal/b/*": "./dist/internal/b/*.js" }
    assert.deepStrictEqual(
      entriesOf(exports, files).map(({ subpath }) => subpath),
      ["./index", "./A", "./internal/b/c"]
    )
  })
})
