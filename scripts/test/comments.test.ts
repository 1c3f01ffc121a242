import { assert, describe, it } from "@effect/vitest"
import { checkComments } from "../surface/comments.ts"
import { programOf } from "./utils/program.ts"

/** What is found in modules that are given as text. */
const check = (files: Readonly<Record<string, string>>, modules: ReadonlyArray<string> = Object.keys(files)) =>
  checkComments(programOf(files, modules), modules, (name) => !name.startsWith("/theirs/"))
    .map(({ file, line, name, problem }) => `${file}:${line} ${name} ${problem}`)

const top = `/**\n * What it is for.\n *\n * @since 0.1.0\n */\n\n`
const tags = ` * @category models\n * @since 0.1.0\n`
const whole = `/**\n * What it is.\n *\n${tags} */\n`

/** What is found in one module, below its comment. */
const found = (text: string) =>
  check({ "/a.ts": `${top}import "./b.ts"\n${text}` }).map((line) => line.replace(/^\S+ /, ""))

describe("checkComments", () => {
  it("finds nothing where everything is said", () => {
    assert.deepStrictEqual(
      found(
        `${whole}export const a = 1
         ${whole}export type T = number
         ${whole}export function f(x: number): number
         ${whole}export function f(x: string): number
         export function f(x: unknown) { return 1 }
         ${whole}export interface I {
           /** One. */
           readonly one: 1
         }
         ${whole}export class C {
           /** Two. */
           get two() { return 2 }
           private three() {}
           constructor() {}
         }
         /** @internal */
         export const own = 1
         const hidden = 1`
      ),
      []
    )
  })

  it.each([
    ["no comment on a value", "export const a = 1", "a has no doc comment"],
    ["no comment on a function", "export function a() {}", "a has no doc comment"],
    ["no comment on a class", "export class A {}", "A has no doc comment"],
    ["no comment on a type", "export type A = 1", "A has no doc comment"],
    ["no comment on an interface", "export interface A {}", "A has no doc comment"],
    ["no comment on a namespace", "export declare namespace A { const a: 1 }", "A has no doc comment"],
    ["an export by list", "const a = 1\nexport { a }", "a has no doc comment"],
    ["an export by another name", "const a = 1\nexport { a as b }", "b has no doc comment"],
    ["an ordinary comment", "/* What it is. */\nexport const a = 1", "a has no doc comment"],
    [
      "an overload",
      `${whole}export function f(x: 1): 1\nexport function f(x: 2): 1\nexport function f(x: unknown) { return 1 }`,
      "f has no doc comment"
    ],
    ["the type beside a value", `${whole}export const A = 1\nexport type A = 1`, "A has no doc comment"],
    ["no summary", `/**\n${tags} */\nexport const a = 1`, "a has a doc comment without a summary"],
    ["no category", `/**\n * What.\n *\n * @since 0.1.0\n */\nexport const a = 1`, "a has no @category"],
    [
      "an empty category",
      `/**\n * What.\n *\n * @category\n * @since 0.1.0\n */\nexport const a = 1`,
      "a has no @category"
    ],
    [
      "two categories",
      `/**\n * What.\n *\n * @category a\n${tags} */\nexport const a = 1`,
      "a has more than one @category"
    ],
    [
      "upper case",
      `/**\n * What.\n *\n * @category Models\n * @since 0.1.0\n */\nexport const a = 1`,
      "a has a @category that is not lower case: Models"
    ],
    ["no since", `/**\n * What.\n *\n * @category models\n */\nexport const a = 1`, "a has no @since"],
    ["two sinces", `/**\n * What.\n *\n * @since 0.1.0\n${tags} */\nexport const a = 1`, "a has more than one @since"],
    [
      "a since of no version",
      `/**\n * What.\n *\n * @category models\n * @since now\n */\nexport const a = 1`,
      "a has a @since that is no version: now"
    ],
    [
      "a tag that says what Markdown says",
      `/**\n * What.\n *\n * @example a()\n${tags} */\nexport const a = 1`,
      "a has a tag that is not used here: @example"
    ],
    ["a field", `${whole}export interface A { readonly one: 1 }`, "A.one has no doc comment"],
    ["a method", `${whole}export interface A { one(): 1 }`, "A.one has no doc comment"],
    [
      "a comment on a field that says nothing",
      `${whole}export interface A {\n/** */\nreadonly one: 1 }`,
      "A.one has a doc comment without a summary"
    ],
    ["a field of a type", `${whole}export type A = { readonly one: 1 } & B\ntype B = {}`, "A.one has no doc comment"],
    ["a getter", `${whole}export class A { get one() { return 1 } }`, "A.one has no doc comment"],
    [
      "the shape of a service",
      `${whole}export class A extends Service<A, { readonly one: 1 }>() {}\ndeclare const Service: <A, B>() => new() => B`,
      "A.one has no doc comment"
    ],
    [
      "an option of a function",
      `${whole}export function a(options: { readonly one: 1 }) {}`,
      "a.one has no doc comment"
    ],
    [
      "an option of an arrow function",
      `${whole}export const a = (options: { readonly one: 1 }) => 1`,
      "a.one has no doc comment"
    ],
    [
      "an option of a typed function",
      `${whole}export const a: (options: { readonly one: 1 }) => 1 = () => 1`,
      "a.one has no doc comment"
    ],
    [
      "an option of a dual function",
      `${whole}export declare const a: { (self: 1, options: { readonly one: 1 }): 1 }`,
      "a.one has no doc comment"
    ],
    [
      "a link",
      `${whole.replace("it is", "{@link Nothing} is")}export const a = 1`,
      "a has a link that leads nowhere: {@link Nothing}"
    ],
    [
      "a link of a field",
      `${whole}export interface A {\n/** See {@link Nothing}. */\nreadonly one: 1 }`,
      "A.one has a link that leads nowhere: {@link Nothing}"
    ]
  ])("finds %s", (_, text, problem) => {
    assert.deepStrictEqual(found(text), [problem])
  })

  it("finds a module that says nothing of itself", () => {
    const problem = ["/a.ts:1 the module has no doc comment at its top"]
    assert.deepStrictEqual(check({ "/a.ts": `${whole}export const a = 1` }), problem)
    assert.deepStrictEqual(check({ "/a.ts": `const a = 1` }), problem)
    assert.deepStrictEqual(check({ "/a.ts": `import "./b.ts"`, "/b.ts": `${top}export {}` }), problem)
    assert.deepStrictEqual(check({ "/a.ts": "" }), problem)
    assert.deepStrictEqual(check({ "/a.ts": `/** What it is for. */\n\n${whole}export const a = 1` }), [
      "/a.ts:1 the module has no @since"
    ])
    assert.deepStrictEqual(check({ "/a.ts": `#!/usr/bin/env node\n${top}export {}` }), [])
  })

  it("follows what is exported from elsewhere, and tells it once", () => {
    const files = {
      "/a.ts": `${top}export type { A } from "./internal/a.ts"\nexport * from "./internal/b.ts"`,
      "/b.ts": `${top}export * as a from "./a.ts"\nexport type { A } from "./internal/a.ts"`,
      "/internal/a.ts": `export interface A { readonly one: 1 }\nexport interface B {}`,
      "/internal/b.ts": `\nexport const b = 1`
    }
    assert.deepStrictEqual(check(files, ["/a.ts", "/b.ts"]), [
      "/internal/a.ts:1 A has no doc comment",
      "/internal/a.ts:1 A.one has no doc comment",
      "/internal/b.ts:2 b has no doc comment"
    ])
  })

  it("leaves what is others' to them", () => {
    const files = {
      "/a.ts": `${top}export type { A } from "./theirs/a.ts"`,
      "/theirs/a.ts": `export interface A { readonly one: 1 }`
    }
    assert.deepStrictEqual(check(files, ["/a.ts"]), [])
  })

  it("finds that a module is not there", () => {
    assert.deepStrictEqual(check({}, ["/a.ts"]), ["/a.ts:1 the module cannot be read"])
  })

  it("knows a link to what a module exports from elsewhere", () => {
    const files = {
      "/a.ts": `${top}export type { A } from "./b.ts"\n${whole.replace("it is", "{@link A} is")}export const a = 1`,
      "/b.ts": `${top}${whole}export interface A {}`
    }
    assert.deepStrictEqual(check(files), [])
  })
})
