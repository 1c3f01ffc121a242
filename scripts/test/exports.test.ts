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
        { subpath: "./package.json", file: "./package.json", others: [] },
        { subpath: ".", file: "./dist/index.js", others: [] },
        { subpath: "./A", file: "./dist/A.js", others: [] }
      ]
    )
  })

  it("finds what is private where nothing forbids it", () => {
    assert.deepInclude(entriesOf({ "./*": "./dist/*.js" }, files), {
      subpath: "./internal/b/c",
      file: "./dist/internal/b/c.js",
      others: []
    })
  })

  it("names the files of conditions, which may be private by themselves", () => {
    const forNode = (name: string) => ({ node: `./dist/internal/${name}.js`, default: `./dist/${name}.js` })
    assert.deepStrictEqual(
      entriesOf({ ".": forNode("index"), "./*": forNode("*"), "./internal/*": null }, files),
      [
        { subpath: ".", file: "./dist/index.js", others: ["./dist/internal/index.js"] },
        { subpath: "./A", file: "./dist/A.js", others: ["./dist/internal/A.js"] }
      ]
    )
  })

  it("lets the most specific key decide", () => {
    const exports = { "./*": "./dist/*.js", "./internal/*": null, "./internal/b/*": "./dist/internal/b/*.js" }
    assert.deepStrictEqual(
      entriesOf(exports, files).map(({ subpath }) => subpath),
      ["./index", "./A", "./internal/b/c"]
    )
  })
})
