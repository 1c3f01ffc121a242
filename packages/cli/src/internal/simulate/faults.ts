import * as Fault from "@effect-revox/testing/Fault"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/** A fault that `--fault` can inject. */
export interface Definition {
  readonly name: string
  /** Description of the fault, as a sentence without a period. */
  readonly description: string
  /** The argument after the colon: its default, and what it can be. Some faults have none. */
  readonly argument?: { readonly otherwise: string; readonly expected: string }
  /** Whether the fault affects pages of rows only. */
  readonly onRows: boolean
  /** Makes the fault, unless the argument is invalid. */
  readonly make: (argument: string) => Option.Option<Fault.Fault>
}

/** A kind of argument. */
interface Argument<out A> {
  readonly expected: string
  readonly parse: (text: string) => Option.Option<A>
}

const whole = (pattern: RegExp, expected: string): Argument<number> => ({
  expected,
  parse: (text) => pattern.test(text) ? Option.some(Number(text)) : Option.none()
})

const count = whole(/^\d{1,9}$/, "a number of 0 or more")

const positive = whole(/^0*[1-9]\d{0,8}$/, "a number of 1 or more")

const status = whole(/^[3-5]\d\d$/, "an HTTP status from 300 to 599")

const part = whole(/^(0(\.\d+)?|1(\.0+)?)$/, "a part of the body from 0 to 1")

const partOrHeaders: Argument<number | undefined> = {
  expected: `${part.expected}, or "headers" for before the headers`,
  parse: (text) => text === "headers" ? Option.some(undefined) : part.parse(text)
}

const duration: Argument<Duration.Duration> = {
  expected: "a duration in ms, s or m",
  parse: (text) => {
    const [, amount, unit] = /^(\d{1,9})(ms|s|m)$/.exec(text) ?? []
    if (amount === undefined) return Option.none()
    return Option.some(Duration.millis(Number(amount) * (unit === "m" ? 60_000 : unit === "s" ? 1000 : 1)))
  }
}

/** The text of a header, which cannot have line breaks. */
const header = (expected: string): Argument<string> => ({
  expected,
  parse: (text) => /^[\x20-\x7e]+$/.test(text) ? Option.some(text) : Option.none()
})

const plain = (name: string, description: string, fault: Fault.Fault): Definition => ({
  name,
  description,
  onRows: false,
  make: () => Option.some(fault)
})

const parameterized = <A>(
  name: string,
  description: string,
  { expected, parse }: Argument<A>,
  otherwise: string,
  fault: (argument: A) => Fault.Fault
): Definition => ({
  name,
  description,
  argument: { otherwise, expected },
  onRows: false,
  make: (text) => Option.map(parse(text), fault)
})

const onRows = (definition: Definition): Definition => ({ ...definition, onRows: true })

/** All faults that `--fault` can inject. */
export const definitions: ReadonlyArray<Definition> = [
  parameterized("status", "Respond with a status from 300 to 599", status, "503", (status) => Fault.status(status)),
  parameterized(
    "rate-limit",
    "Respond with 429, and with this number of seconds in Retry-After",
    count,
    "1",
    (seconds) => Fault.rateLimit({ retryAfter: Duration.seconds(seconds) })
  ),
  parameterized(
    "redirect",
    "Redirect to same-origin, other-origin or a URL",
    header("same-origin, other-origin or a URL"),
    "same-origin",
    (to) => Fault.redirect(to)
  ),
  plain("html", "Respond with 502 and an HTML page", Fault.html()),
  plain("invalid-json", "Respond with invalid JSON", Fault.invalidJson()),
  plain("empty", "Respond with an empty body", Fault.emptyBody()),
  parameterized("truncate", "Send only a part of the body, from 0 to 1", part, "0.5", Fault.truncate),
  parameterized(
    "reset",
    "Reset the connection after a part of the body, or with :headers before the headers",
    partOrHeaders,
    "0.5",
    Fault.reset
  ),
  parameterized(
    "close",
    "Close the connection after a part of the body, or with :headers before the headers",
    partOrHeaders,
    "0.5",
    Fault.closeConnection
  ),
  parameterized(
    "stall",
    "Send nothing after a part of the body, or with :headers not even the headers",
    partOrHeaders,
    "0.5",
    Fault.stall
  ),
  parameterized("slow", "Delay the headers by a time in ms, s or m", duration, "200ms", Fault.slowHeaders),
  parameterized(
    "slow-body",
    "Spread the body over a time in ms, s or m",
    duration,
    "2s",
    (takes) => Fault.slowBody(takes)
  ),
  plain("gzip", "Compress the body", Fault.gzip),
  parameterized(
    "content-type",
    "Change the content type",
    header("a content type"),
    "text/plain",
    Fault.contentType
  ),
  ...[
    parameterized("cap", "Limit the number of rows of a page", positive, "50", Fault.capPages),
    parameterized(
      "cap-silently",
      "Limit the number of rows of a page, but report the requested page size",
      positive,
      "50",
      Fault.capPagesSilently
    ),
    parameterized("short-page", "Omit a number of rows from the end of a page", count, "1", Fault.shortPage),
    plain("repeat-page", "Send the previous page again", Fault.repeatPage()),
    parameterized("total", "Report another total", count, "0", Fault.total),
    parameterized(
      "insert",
      "Insert a number of rows at the start, before the page is read",
      count,
      "5",
      (rows) => Fault.insertRows(rows)
    ),
    parameterized(
      "delete",
      "Delete a number of rows at the start, before the page is read",
      count,
      "5",
      (rows) => Fault.deleteRows(rows)
    )
  ].map(onRows)
]
