import { CampaignContact } from "@effect-revox/schema"
import * as Contacts from "@effect-revox/streams/Contacts"
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Schema, Stream } from "effect"

const encoder = new TextEncoder()

/** The bytes of a text in chunks of a size, to show that chunk borders do not matter. */
const chunks = (bytes: Uint8Array, size: number) =>
  Stream.fromIterable(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.slice(at * size, (at + 1) * size))
  )

const decode = (text: string | Uint8Array, options: Partial<Contacts.Options> = {}, size = 7) => {
  const bytes = typeof text === "string" ? encoder.encode(text) : text
  return Stream.runCollect(Contacts.decode(chunks(bytes, size), { format: "csv", ...options }))
}

const problemOf = (text: string | Uint8Array, options?: Partial<Contacts.Options>) =>
  Effect.map(Effect.flip(decode(text, options)), ({ message }) => message)

/** A short form of each line: the phone number and the variables, or the reason. */
const summary = (lines: ReadonlyArray<Contacts.Line>) =>
  lines.map((line) => {
    switch (line._tag) {
      case "Contact":
        return [line.line, line.contact.to_phone_number, { ...line.contact.prompt_variables }]
      case "Duplicate":
        return [line.line, `duplicate of line ${line.firstLine}`]
      case "Rejected":
        return [line.line, line.reason]
    }
  })

const csv = (...lines: ReadonlyArray<string>) => lines.join("\n")

describe("Contacts", () => {
  describe("decode", () => {
    it.effect("decodes CSV, with all other columns as prompt variables", () =>
      Effect.map(
        decode(csv("phone_number,first_name,city", "+33 1 84 80 12 34,Zoë,\"Paris, 3e\"", "+15125550100,,Austin", "")),
        (lines) =>
          assert.deepStrictEqual(summary(lines), [
            [2, "+33184801234", { first_name: "Zoë", city: "Paris, 3e" }],
            [3, "+15125550100", { first_name: "", city: "Austin" }]
          ])
      ))

    it.effect("decodes NDJSON, with numbers and booleans as text", () =>
      Effect.map(
        decode(
          csv(
            JSON.stringify({ phone_number: "+33184801234", age: 41, vip: true }),
            JSON.stringify({ vip: false, phone_number: "+15125550100", age: 0.5 })
          ),
          { format: "ndjson" }
        ),
        (lines) =>
          assert.deepStrictEqual(summary(lines), [
            [1, "+33184801234", { age: "41", vip: "true" }],
            [2, "+15125550100", { age: "0.5", vip: "false" }]
          ])
      ))

    it.effect("maps columns to prompt variables", () =>
      Effect.map(
        decode(csv("Tél;Prénom;Interne", "+33184801234;Zoë;x"), {
          phoneNumber: "Tél",
          variables: { first_name: "Prénom" },
          delimiter: ";"
        }),
        (lines) => assert.deepStrictEqual(summary(lines), [[2, "+33184801234", { first_name: "Zoë" }]])
      ))

    it.effect("numbers lines as an editor does, with line breaks in cells and empty lines", () =>
      Effect.map(
        decode("phone_number,note\r\n\r\n+33184801234,\"a\r\nb\nc\"\r\n1,x\r\n"),
        (lines) => assert.deepStrictEqual(lines.map(({ line }) => line), [3, 6])
      ))

    it.effect("rejects invalid contacts with the line and the reason, and continues", () =>
      Effect.map(
        decode(csv(
          "phone_number,city",
          "0184801234,a",
          "3.3E+10,a",
          "\"3,3E+10\",a",
          ",a",
          "call me,a",
          "+33184801234 ext. 5,a",
          "+33 12,a",
          "+3318480123456789,a",
          "+999184801234,a",
          "+33184801234",
          "+33184801234,a,b",
          "+15125550100,a"
        )),
        (lines) => {
          const rounded = "the phone number is rounded to scientific notation by a spreadsheet: " +
            "format the column as text, and export again"
          const noCountry = "the phone number has no country code: start it with +, or set a default country"
          assert.deepStrictEqual(summary(lines), [
            [2, noCountry],
            [3, rounded],
            [4, rounded],
            [5, "the phone number is empty"],
            [6, noCountry],
            [7, "the phone number has an extension, which cannot be dialed"],
            [8, "the phone number is too short for its country"],
            [9, "the phone number is too long for its country"],
            [10, "the phone number has an unknown country code"],
            [11, "the line has 1 cells instead of 2"],
            [12, "the line has 3 cells instead of 2"],
            [13, "+15125550100", { city: "a" }]
          ])
        }
      ))

    it.effect("rejects invalid lines of NDJSON", () =>
      Effect.map(
        decode(
          csv(
            "{\"phone_number\":\"+33184801234\",\"city\":\"a\"}",
            "{\"phone_number\":\"+33184801235\"",
            "[]",
            "{\"phone_number\":\"+33184801236\"}",
            "{\"phone_number\":\"+33184801237\",\"city\":null}",
            "{\"phone_number\":\"+33184801238\",\"city\":{}}",
            "{\"phone_number\":\"+33184801239\",\"city\":\"a\",\"zip\":\"b\"}",
            "{\"phone_number\":33184801240,\"city\":\"a\"}",
            "{\"phone_number\":\"+33184801241\",\"city\":12345678901234567890}",
            "{\"phone_number\":\"+33184801242\",\"city\":1e400}",
            "{\"phone_number\":\"+33184801243\",\"city\":1e-9}",
            "{\"phone_number\":\"+33184801244\",\"city\":9007199254740991}"
          ),
          { format: "ndjson" }
        ),
        (lines) =>
          assert.deepStrictEqual(summary(lines).slice(1), [
            [2, "the line is not valid JSON"],
            [3, "the line is not a JSON object"],
            [4, "fields are missing: \"city\""],
            [5, "fields are missing: \"city\""],
            [6, "fields are not text: \"city\""],
            [7, "the first contact does not have these fields: \"zip\""],
            [8, "the phone number has no country code: start it with +, or set a default country"],
            [9, "fields are numbers that cannot be read exactly, so write them as text: \"city\""],
            [10, "fields are numbers that cannot be read exactly, so write them as text: \"city\""],
            [11, "fields are numbers that cannot be read exactly, so write them as text: \"city\""],
            [12, "+33184801244", { city: "9007199254740991" }]
          ])
      ))

    it.effect("normalizes national phone numbers with a default country, and detects duplicates afterwards", () =>
      Effect.map(
        decode(
          csv("phone_number", "01 84 80 12 34", "+33184801234", "0033 184 80 12 34", "+1 512-555-0100", "184801234"),
          {
            defaultCountry: "FR"
          }
        ),
        (lines) =>
          assert.deepStrictEqual(summary(lines), [
            [2, "+33184801234", {}],
            [3, "duplicate of line 2"],
            [4, "duplicate of line 2"],
            [5, "+15125550100", {}],
            [6, "duplicate of line 2"]
          ])
      ))

    const text = "phone_number,city\n+33184801234,Köln 東京 😀\n"
    const utf16 = (bigEndian: boolean, bom: boolean) => {
      const bytes = new Uint8Array(Buffer.from((bom ? "\ufeff" : "") + text, "utf16le"))
      return bigEndian ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes
    }
    const encodings: ReadonlyArray<readonly [string, Uint8Array]> = [
      ["UTF-8", encoder.encode(text)],
      ["UTF-8 with a byte order mark", encoder.encode(`\ufeff${text}`)],
      ["UTF-16 little endian", utf16(false, true)],
      ["UTF-16 big endian", utf16(true, true)],
      ["UTF-16 little endian without a byte order mark", utf16(false, false)],
      ["UTF-16 big endian without a byte order mark", utf16(true, false)]
    ]

    it.effect.each(encodings)("decodes %s, whatever the size of the chunks", ([_, bytes]) =>
      Effect.gen(function*() {
        for (const size of [1, 2, 3, 5, 1000]) {
          assert.deepStrictEqual(summary(yield* decode(bytes, {}, size)), [
            [2, "+33184801234", { city: "Köln 東京 😀" }]
          ])
        }
      }))

    it.effect("fails for text in another encoding", () =>
      Effect.gen(function*() {
        const latin1 = new Uint8Array(Buffer.from("phone_number,city\n+33184801234,K\u00f6ln\n", "latin1"))
        const expected = "The text is not valid UTF-8: save the file as UTF-8."
        assert.strictEqual(yield* problemOf(latin1), expected)
        assert.strictEqual(yield* problemOf(encoder.encode("phone_number\n+3318480123é").slice(0, -1)), expected)
      }))

    it.effect("fails when an unclosed quote makes a record too long", () =>
      Effect.gen(function*() {
        const rest = Stream.forever(Stream.make(encoder.encode("+15125550100,x\n".repeat(1000))))
        const head = Stream.make(encoder.encode("phone_number,city\n+33184801234,\"a\n"))
        const error = yield* Stream.concat(head, rest).pipe(
          Contacts.decode({ format: "csv" }),
          Stream.runDrain,
          Effect.flip
        )
        if (error._tag !== "ContactsError") return assert.fail(error.message)
        assert.strictEqual(error.line, 2)
        assert.include(error.message, "longer than 1 MiB")
        const lines = Stream.forever(Stream.make(encoder.encode("{".repeat(10_000))))
        const ndjson = yield* lines.pipe(Contacts.decode({ format: "ndjson" }), Stream.runDrain, Effect.flip)
        if (ndjson._tag !== "ContactsError") return assert.fail(ndjson.message)
        assert.deepStrictEqual([ndjson.line, ndjson.problem], [1, error.problem])
      }))

    it.effect.each<readonly [string, Partial<Contacts.Options>, string]>([
      ["phone,city\n+33184801234,a", {}, "There is no column \"phone_number\". The columns are: \"phone\", \"city\""],
      ["phone_number;city\n+33184801234;a", {}, "The columns are: \"phone_number;city\""],
      ["phone_number,a,a\n1,2,3", {}, "Line 1: Columns occur more than once: \"a\""],
      ["phone_number,a\n1,2", { variables: { city: "b" } }, "There is no column \"b\""],
      ["phone_number,a\n1,\"b\" c", {}, "Line 2: "],
      ["phone_number,a\n1,\"b", {}, "Line 2: "],
      ["phone_number", { delimiter: "::" }, "Invalid option delimiter"],
      ["phone_number", { delimiter: "\n" }, "Invalid option delimiter"],
      ["phone_number", { defaultCountry: "XX" as "FR" }, "Invalid option defaultCountry"],
      ["phone_number", { format: "xlsx" as "csv" }, "Invalid option format"]
    ])(
      "fails for %j with %j",
      ([text, options, expected]) =>
        Effect.map(problemOf(text, options), (problem) => assert.include(problem, expected))
    )

    it.effect("decodes an empty text to no contacts", () =>
      Effect.gen(function*() {
        assert.deepStrictEqual(yield* decode(""), [])
        assert.deepStrictEqual(yield* decode("", { format: "ndjson" }), [])
        assert.deepStrictEqual(yield* decode("phone_number\n"), [])
      }))

    const Cell = Schema.String.check(Schema.isMaxLength(12), Schema.makeFilter((text) => text.isWellFormed()))

    it.effect.prop(
      "decodes any cells that CSV quotes, and yields contacts that create accepts",
      { cells: Arbitrary.schema(Schema.NonEmptyArray(Schema.Tuple([Cell, Cell]))) },
      ({ cells }) =>
        Effect.gen(function*() {
          const quote = (cell: string) => `"${cell.replaceAll("\"", "\"\"")}"`
          const rows = cells.map(([a, b], index) => `+1512555${String(index).padStart(4, "0")},${quote(a)},${quote(b)}`)
          const { contacts, rejectedCount } = yield* Stream.make(
            encoder.encode(["phone_number,a,b", ...rows].join("\r\n"))
          ).pipe(Contacts.decode({ format: "csv" }), Contacts.collect)
          assert.strictEqual(rejectedCount, 0)
          assert.deepStrictEqual(
            contacts.map(({ prompt_variables }) => ({ ...prompt_variables })),
            cells.map(([a, b]) => ({ a, b }))
          )
          assert.deepStrictEqual(CampaignContact.validate(contacts), [])
        })
    )
  })

  describe("collect", () => {
    it.effect("lists 100 rejected contacts and duplicates, and counts the others", () =>
      Effect.gen(function*() {
        const lines = Array.from({ length: 300 }, (_, index) => index % 2 === 0 ? "1" : "+33184801234")
        const collected = yield* Stream.make(encoder.encode(["phone_number", ...lines].join("\n"))).pipe(
          Contacts.decode({ format: "csv" }),
          Contacts.collect
        )
        assert.deepStrictEqual(
          [collected.contacts.length, collected.rejectedCount, collected.duplicateCount],
          [1, 150, 149]
        )
        assert.deepStrictEqual([collected.rejected.length, collected.duplicates.length], [100, 100])
        assert.deepStrictEqual(collected.rejected[1]?.line, 4)
      }))
  })
})
