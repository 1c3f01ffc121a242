import { Campaigns, type RevoxClient } from "@effect-revox/client"
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Cause, Effect, Exit, Layer, Redacted, Schema, Tracer } from "effect"
import { inspect } from "node:util"
import { cut, redact } from "../src/internal/redaction.ts"
import * as StubServer from "./utils/StubServer.ts"

const hexOf = (text: string): ReadonlyArray<string> =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0"))

const codeUnits = (text: string): ReadonlyArray<string> =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16).padStart(4, "0"))

const json = (text: string): string => JSON.stringify(text).slice(1, -1)

const base64 = (text: string): string => Buffer.from(text).toString("base64")

/** The forms in which a server can repeat a text. */
const encodings: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  JSON: json,
  "JSON with escaped slashes": (text) => json(text).replaceAll("/", "\\/"),
  "JSON with Unicode escapes": (text) => codeUnits(text).map((hex) => `\\u${hex}`).join(""),
  "upper-case Unicode escapes": (text) => codeUnits(text).map((hex) => `\\u${hex.toUpperCase()}`).join(""),
  "JSON in JSON": (text) => json(json(text)),
  "percent-encoding": encodeURIComponent,
  "percent-encoding of each byte": (text) => hexOf(text).map((hex) => `%${hex}`).join(""),
  "upper-case percent-encoding": (text) => hexOf(text).map((hex) => `%${hex.toUpperCase()}`).join(""),
  "percent-encoding, twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "escapes of browsers": (text) =>
    codeUnits(text).map((hex) => hex.startsWith("00") ? `%${hex.slice(2)}` : `%u${hex}`).join(""),
  "percent-encoding of letters with separate accents": (text) => encodeURIComponent(text.normalize("NFD")),
  "separate accents": (text) => text.normalize("NFD"),
  "composed letters": (text) => text.normalize("NFC"),
  base64: (text) => base64(`text=${text}`),
  "base64 in base64": (text) => base64(`{"a":"${base64(`text=${text}`)}"}`),
  "base64 in JSON in base64 for URLs": (text) =>
    base64(JSON.stringify({ a: base64(`text=${text}`) })).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""),
  "a form": (text) => new URLSearchParams({ a: text }).toString().slice(2),
  HTML: (text) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&quot;")
      .replaceAll("'", "&#39;"),
  "numeric HTML entities": (text) => Array.from(text, (character) => `&#${character.codePointAt(0)};`).join(""),
  "hexadecimal HTML entities": (text) =>
    Array.from(text, (character) => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`).join("")
}

const key = Arbitrary.schema(Schema.String.check(Schema.isPattern(/^[\x21-\x7e]{12,40}$/u)))

const search = Arbitrary.schema(
  Schema.String.check(
    Schema.isMinLength(6),
    Schema.isMaxLength(20),
    Schema.makeFilter((text) => text.isWellFormed() && text.trim() === text && /^[^\p{C}]+$/u.test(text))
  )
)

const isHeaderSafe = (text: string): boolean => /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text)

/** The places in which a response can repeat a text. */
const responses = (text: string): ReadonlyArray<() => Response> => [
  () => new Response(`before ${text} after`, { status: 500 }),
  () => new Response(`${"x".repeat(490)} ${text} ${text}`, { status: 500 }),
  () => new Response(`{"error":{"message":"wrong: ${text}"}}`, { status: 401 }),
  () => Response.json({ message: `wrong: ${text}` }, { status: 422 }),
  () => Response.json({ page: text, rows: [{ [text]: text, id: 1 }] }),
  () => new Response(`<p>${text}</p>`),
  () => Response.json({ rows: [], id: text, total: "many" }),
  ...(isHeaderSafe(text)
    ? [
      () => new Response("", { status: 500, headers: { "x-request-id": text, "x-debug": text } }),
      () => new Response("", { status: 302, headers: { location: `https://other.test/${text}?q=${text}` } })
    ]
    : [])
]

/** The text of a span that exporters send. */
const exported = ({ attributes, events, name, status }: Tracer.NativeSpan): string =>
  inspect([name, ...attributes, ...events], { depth: 20 }) +
  (status._tag === "Ended" && Exit.isFailure(status.exit) ? Cause.pretty(status.exit.cause) : "")

const tracerOf = (spans: Array<Tracer.NativeSpan>) =>
  Layer.succeed(
    Tracer.Tracer,
    Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
  )

/** All text that a program could log about a failed call. */
const everythingAbout = Effect.fnUntraced(
  function*(response: () => Response, query: string, options: Partial<RevoxClient.Options>) {
    const spans: Array<Tracer.NativeSpan> = []
    const server = yield* StubServer.make([response], { maxRetries: 0, ...options })
    const cause = yield* Campaigns.Campaigns.use((campaigns) => campaigns.getRows("spring", { query })).pipe(
      Effect.sandbox,
      Effect.flip,
      Effect.provide(Layer.merge(server.layer, tracerOf(spans)))
    )
    const error = Cause.squash(cause)
    return [
      String(error),
      JSON.stringify(error),
      inspect(error, { depth: 20 }),
      Cause.pretty(cause),
      ...spans.map(exported)
    ].join("\n")
  }
)

describe("secrets in errors and spans", () => {
  describe.each(Object.entries(encodings))("repeated as %s", (_, encode) => {
    it.effect.prop("are redacted", { key, search }, ({ key, search }) =>
      Effect.gen(function*() {
        for (const secret of [key, search]) {
          const repeated = encode(secret)
          for (const response of responses(repeated)) {
            const text = yield* everythingAbout(response, search, { apiKey: Redacted.make(key) })
            assert.notInclude(text, secret)
            assert.notInclude(text, repeated)
          }
        }
      }), { arbitrary: { runs: 8 } })
  })
})

describe("redact", () => {
  it("replaces a secret in each of its forms, and keeps the rest", () => {
    const text = "a sk/1+2 b sk%2F1%2b2 c sk\\/1\\u002b2 d sk&#47;1&#x2B;2 e sk%252F1%252B2 f"
    assert.strictEqual(
      redact(text, ["sk/1+2"]),
      "a <redacted> b <redacted> c <redacted> d <redacted> e <redacted> f"
    )
  })

  it("replaces short texts only as words", () => {
    assert.strictEqual(redact("Li, Lima and Ali: Li.", ["Li"]), "<redacted>, Lima and Ali: <redacted>.")
  })

  it.each([
    ["upper-case escapes of a secret with lower-case escapes", "q=a%2fb%2fc.", "a%2fb%2fc", "q=a%2Fb%2Fc."],
    ["a decoded secret that looks like an escape", "q=a%2fb%2fc.", "a%2fb%2fc", "q=a/b/c."],
    ["an upper-case entity", "q=AT&T <a>.", "AT&T <a>", "q=AT&AMP;T &LT;a&GT;."],
    ["separate accents", "q=Zoë Müller.", "Zoë Müller", "q=Zoe\u0308 Mu\u0308ller."],
    ["composed letters", "q=Zoë Müller.", "Zoe\u0308 Mu\u0308ller", "q=Zoë Müller."],
    ["Hangul in parts", "q=김민수.", "김민수", `q=${"김민수".normalize("NFD")}.`],
    ["escapes of browsers", "q=Zoë 王芳.", "Zoë 王芳", "q=Zo%EB%20%u738B%u82b3."],
    ["an incomplete character after the secret", "q=Zoë Müller.", "Zoë Müller", "q=Zo%C3%ABx%20M", "q=Zo%C3%ABx%20M"],
    ["percent-encoding in Latin-1", "q=Zoë Müller.", "Zoë Müller", "q=Zo%eb%20M%fcller."]
  ])("replaces %s", (_, __, secret, text, expected = "q=<redacted>.") => {
    assert.strictEqual(redact(text, [secret]), expected)
  })

  it("replaces base64 of base64", () => {
    const key = "sk-live-0123456789"
    const inner = base64(`{"key":"${key}"}`)
    assert.strictEqual(redact(`a ${base64(`token ${inner}`)} b`, [key]), "a <redacted> b")
  })

  it("replaces base64 in the path of a URL", () => {
    const text = `https://x.test/${base64("text=sk-live-0123456789")}/rows`
    assert.strictEqual(redact(text, ["sk-live-0123456789"]), "https://x.<redacted>/rows")
  })

  it.each([
    ["王芳", "客户王芳不存在", "客户<redacted>不存在"],
    ["王小明", "找不到王小明的电话", "找不到<redacted>的电话"],
    ["김민수", "김민수는 없습니다", "<redacted>는 없습니다"],
    ["김민", "고객 김민을 찾을 수 없음", "고객 <redacted>을 찾을 수 없음"],
    ["田中", "田中さんは見つかりません", "<redacted>さんは見つかりません"],
    ["みか", "お客様みかさん", "お客様<redacted>さん"],
    ["Li", "客户Li不存在", "客户<redacted>不存在"],
    ["林", "森林管理", "森林管理"],
    ["林", "客户:林。", "客户:<redacted>。"],
    ["Zoé", "Zoéline", "Zoéline"]
  ])("replaces %s in %s", (secret, text, expected) => {
    assert.strictEqual(redact(text, [secret]), expected)
  })

  it("keeps words that look like base64", () => {
    const text = "internationalization /assets/javascripts/application-bundle c2hvcnQ="
    assert.strictEqual(redact(text, ["secret-key-123"]), text)
  })

  it("replaces overlapping occurrences", () => {
    assert.strictEqual(redact("x aaaaaa y", ["aaaa"]), "x <redacted> y")
  })

  it("does not cut a long secret in half", () => {
    const secret = "0123456789abcdef".repeat(100)
    const text = `key ${secret.repeat(10)}`
    for (const length of [1000, 1604, 5000, 10_000]) {
      assert.notInclude(redact(text, [secret], length), "0123")
    }
  })

  it("returns a text without secrets as it is", () => {
    const text = "100% \\u00 &#x; &nope; %zz \\"
    assert.strictEqual(redact(text, ["secret"]), text)
  })
})

describe("cut", () => {
  it("does not split a character", () => {
    assert.deepStrictEqual([cut("ab😀", 2), cut("ab😀", 3), cut("ab😀", 4)], ["ab", "ab", "ab😀"])
  })

  it.effect("is applied to excerpts", () =>
    Effect.gen(function*() {
      const text = yield* everythingAbout(
        () => new Response(`x${"😀".repeat(400)}`, { status: 500 }),
        "+33184801234",
        {}
      )
      assert.isTrue(text.isWellFormed())
      assert.include(text, "😀…")
    }))
})
