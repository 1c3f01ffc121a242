import { assert, describe, it } from "@effect/vitest"
import { report } from "../surface/report.ts"
import { programOf } from "./utils/program.ts"

const reported = (files: Readonly<Record<string, string>>): string => {
  const program = programOf(files, Object.keys(files))
  const source = program.getSourceFile("/a.d.ts")
  assert.isDefined(source)
  return report(program, source, { title: "a", isPrivate: (file) => file.startsWith("/internal/") })
}

describe("report", () => {
  it("lists by name what is declared, without comments", () => {
    const text = reported({
      "/a.d.ts": `
        /** What it is for. */
        import type { C } from "./c.ts";
        import type { B } from "./b.ts";
        /** Two. */
        export declare const b: B;
        declare const a_base: C;
        /** One. */
        export declare class a extends a_base {
          /** Three. */
          readonly three: 3;
        }
        export {};
        //# sourceMappingURL=a.d.ts.map`
    })
    assert.strictEqual(
      text,
      `# a

\`\`\`ts
import { B } from "./b.ts";
import { C } from "./c.ts";

export declare class a extends a_base {
    readonly three: 3;
}

declare const a_base: C;

export declare const b: B;
\`\`\`
`
    )
  })

  it("is the same wherever a declaration stands, but for the order of overloads", () => {
    const a = "export declare const a: 1;"
    const one = "export declare function f(x: 1): 1;"
    const two = "export declare function f(x: 2): 2;"
    const of = (...declarations: ReadonlyArray<string>) => reported({ "/a.d.ts": declarations.join("\n") })
    assert.strictEqual(of(a, one, two), of(one, two, a))
    assert.notStrictEqual(of(a, one, two), of(a, two, one))
  })

  it("has what is taken from private modules, and nothing else of these", () => {
    const text = reported({
      "/a.d.ts": `import * as Inner from "./internal/inner.ts"; import { C } from "./c.ts";
        export { exported as renamed } from "./internal/inner.ts"; export * from "./internal/all.ts";
        export declare const a: Inner.Named; export declare const b: import("./internal/other.ts").Other;`,
      "/c.d.ts": `export interface C { readonly c: 1 }`,
      "/internal/inner.d.ts": `import { Deep } from "./deep.ts"; export interface Named { readonly deep: Deep }
        export declare const exported: 1; export declare const unused: 1;`,
      "/internal/deep.d.ts": `export type Deep = Deeper; type Deeper = Deep; type Shallow = 1;`,
      "/internal/all.d.ts": `export declare const all: 1;`,
      "/internal/other.d.ts": `export interface Other { readonly other: 1 }`
    })
    const [, ownPart, privatePart = ""] = text.split("```ts")
    assert.match(ownPart ?? "", /exported as renamed/)
    assert.deepStrictEqual(
      [...privatePart.matchAll(/(?:interface|type|const) (\w+)/g)].map(([_, name]) => name),
      ["Deep", "Deeper", "Named", "Other", "all", "exported"]
    )
    assert.include(privatePart, "readonly deep: Deep;")
  })
})
