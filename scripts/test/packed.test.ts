import { assert, describe, it } from "@effect/vitest"
import { problemsOf } from "../packed/contents.ts"
import { problemsOfMaps } from "../packed/maps.ts"
import { isFor } from "../packed/nodes.ts"
import type { Packed } from "../packed/package.ts"

const map = (sources: ReadonlyArray<string>, more: object = {}): string =>
  JSON.stringify({ version: 3, sources, names: [], mappings: "", ...more })

/** A package with nothing wrong, but for what is changed. */
const packed = (
  files: Readonly<Record<string, string | undefined>> = {},
  manifest: Partial<Packed["manifest"]> = {}
): Packed => {
  const all: Readonly<Record<string, string | undefined>> = {
    "./package.json": "{}",
    "./README.md": "",
    "./LICENSE": "",
    "./dist/index.js": `import * as Effect from "effect/Effect"\n//# sourceMappingURL=index.js.map`,
    "./dist/index.js.map": map(["../src/index.ts"]),
    "./dist/index.d.ts": `import type { A } from "@effect-revox/b/A"\n//# sourceMappingURL=index.d.ts.map`,
    "./dist/index.d.ts.map": map(["../src/index.ts"]),
    "./src/index.ts": "",
    ...files
  }
  return {
    manifest: {
      name: "a",
      version: "1.0.0",
      license: "MIT",
      description: "",
      exports: {},
      engines: { node: ">=20" },
      publishConfig: { access: "public", provenance: true },
      scripts: { build: "tsc" },
      dependencies: { "@effect-revox/b": "^1.0.0" },
      peerDependencies: { effect: "^4.1.0" },
      ...manifest
    },
    source: "",
    tarball: "",
    files: new Map(Object.entries(all).flatMap(([name, text]) => text === undefined ? [] : [[name, text] as const])),
    entries: [{ subpath: ".", file: "./dist/index.js", others: [] }]
  }
}

describe("problemsOf", () => {
  it("finds nothing wrong with a good package", () => {
    assert.deepStrictEqual(problemsOf(packed()), [])
  })

  it.each<[string, Packed, ReadonlyArray<string>]>([
    ["a file that is not for users", packed({ "./test/a.test.ts": "" }), ["./test/a.test.ts is not for users"]],
    ["a report", packed({ "./api/index.md": "" }), ["./api/index.md is not for users"]],
    ["no license", packed({ "./LICENSE": undefined }), ["./LICENSE is missing"]],
    ["an old file", packed({ "./dist/old.d.ts.map": map([], { sources: ["../src/index.ts"] }) }), [
      "./dist/old.d.ts.map was built from a source that is no longer there"
    ]],
    [
      "an old file for Node",
      packed({
        "./dist/internal/node/old.js": "",
        "./dist/internal/node/shared.js": "//# sourceMappingURL=shared.js.map",
        "./dist/internal/node/shared.js.map": map(["a"], { sourcesContent: [""] })
      }),
      [
        "./dist/internal/node/old.js was built from a source that is no longer there",
        "./dist/internal/node/old.js names no map"
      ]
    ],
    ["an install script", packed({}, { scripts: { postinstall: "" } }), ["it has a script postinstall"]],
    ["no access", packed({}, { publishConfig: { access: "restricted", provenance: false } }), [
      "it would not be published for everybody",
      "it would be published without its provenance"
    ]],
    ["a protocol of the workspace", packed({}, { dependencies: { "@effect-revox/b": "workspace:^" } }), [
      "it wants @effect-revox/b workspace:^, which is no range of compatible versions"
    ]],
    ["a command without what it needs", packed({}, { bin: { a: "./dist/a.js" } }), [
      "./dist/NOTICES.txt is missing",
      "it promises ./dist/a.js, which is missing"
    ]],
    ["an import that nobody declared", packed({}, { peerDependencies: {} }), [
      "./dist/index.js imports effect/Effect, which the manifest does not ask for"
    ]]
  ])("finds %s", (_, wrong, problems) => {
    assert.deepStrictEqual(problemsOf(wrong), problems.map((problem) => `a: ${problem}`))
  })

  it.each([
    `import "b"`,
    `import b from "b/c"`,
    `import { b,\n  c } from "b"`,
    `export * from 'b'`,
    `export type B = import("b").B`,
    `const b = await import("b")`
  ])("sees %s", (code) => {
    const text = `${code}\n//# sourceMappingURL=index.js.map`
    assert.match(problemsOf(packed({ "./dist/index.js": text })).join(), /imports b(?:\/c)?, which/)
  })

  it("does not see what is no code, or its own", () => {
    const text = `/** import "b" */\n// import "b"\nimport "node:fs"\nimport "./b.js"\nimport "a/b"\nconst from = "b"
      //# sourceMappingURL=index.js.map`
    assert.deepStrictEqual(problemsOf(packed({ "./dist/index.js": text.replace(/^ +/m, "") })), [])
  })
})

describe("problemsOfMaps", () => {
  const of = (files: Readonly<Record<string, string>>) => problemsOfMaps(new Map(Object.entries(files)))

  it("follows maps to sources that are in the package, or in the map", () => {
    assert.deepStrictEqual(
      of({
        "./dist/a/b.js": "//# sourceMappingURL=b.js.map",
        "./dist/a/b.js.map": map(["../../src/a/b.ts"]),
        "./src/a/b.ts": "",
        "./dist/c.js": "//# sourceMappingURL=c.js.map",
        "./dist/c.js.map": map(["gone.ts"], { sourcesContent: ["text"] }),
        "./dist/d.d.ts": "//# sourceMappingURL=d.d.ts.map",
        "./dist/d.d.ts.map": map(["b.ts"], { sourceRoot: "../src/a" })
      }),
      []
    )
  })

  it("asks for no map of what only passes on", () => {
    assert.deepStrictEqual(of({ "./dist/a.js": `/** A. */\nexport { b as a } from "./shared.js";\n` }), [])
    assert.deepStrictEqual(of({ "./dist/a.js": `export { b } from "./b.js";\nexport const a = 1;\n` }), [
      "./dist/a.js names no map"
    ])
  })

  it("finds what leads nowhere", () => {
    assert.deepStrictEqual(
      of({
        "./dist/a.js": "",
        "./dist/b.d.ts": "//# sourceMappingURL=b.d.ts.map",
        "./dist/c.js.map": map(["../src/c.ts"], { sourcesContent: [null] }),
        "./dist/d.js.map": "{}",
        "./dist/e.js.map": map([])
      }),
      [
        "./dist/a.js names no map",
        "./dist/b.d.ts has no map at b.d.ts.map",
        "./dist/c.js.map leads to ../src/c.ts, which is not in the package",
        "./dist/d.js.map is not a source map",
        "./dist/e.js.map has no sources"
      ]
    )
  })
})

describe("isFor", () => {
  it.each([
    [">=20", "v20.0.0", true],
    [">=20", "v19.9.0", false],
    [">=22.19", "v22.19.0", true],
    [">=22.19", "v22.18.9", false],
    [">=22.19", "v24.0.0", true],
    ["^20", "v20.0.0", false]
  ])("%s has %s: %s", (range, version, expected) => {
    assert.strictEqual(isFor(range, { major: 0, version, bin: "" }), expected)
  })
})
