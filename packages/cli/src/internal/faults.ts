import * as Fault from "@effect-revox/testing/Fault"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/** Syntax of the faults that `--fault` accepts. */
export const faultNames: ReadonlyArray<string> = [
  "status:503[:times]",
  "rate-limit[:seconds]",
  "reset",
  "truncate",
  "html",
  "slow:200ms",
  "cap:50",
  "repeat-page",
  "short-page",
  "insert:5",
  "delete:5"
]

const count = (text: string | undefined, otherwise: number): Option.Option<number> =>
  text === undefined
    ? Option.some(otherwise)
    : /^\d{1,9}$/.test(text)
    ? Option.some(Number(text))
    : Option.none()

const duration = (text: string | undefined): Option.Option<Duration.Duration> => {
  const [_, amount, unit] = /^(\d+)(ms|s)$/.exec(text ?? "") ?? []
  return amount === undefined ? Option.none() : Option.some(Duration.millis(Number(amount) * (unit === "s" ? 1000 : 1)))
}

/** Parses the value of a `--fault` flag. */
export const parseFault = (text: string): Option.Option<Fault.Fault> => {
  const [name, first, second] = text.split(":")
  switch (name) {
    case "status":
      return Option.zipWith(
        count(first, 503),
        count(second, 1),
        (status, times) => Fault.times(Fault.status(status), times)
      ).pipe(
        Option.filter(() => /^[3-5]\d\d$/.test(first ?? "503"))
      )
    case "rate-limit":
      return Option.map(count(first, 1), (seconds) => Fault.rateLimit({ retryAfter: Duration.seconds(seconds) }))
    case "reset":
      return Option.some(Fault.reset(0.5))
    case "truncate":
      return Option.some(Fault.truncate(0.5))
    case "html":
      return Option.some(Fault.html())
    case "slow":
      return Option.map(duration(first), Fault.slowHeaders)
    case "cap":
      return Option.map(Option.filter(count(first, 50), (size) => size > 0), Fault.capPages)
    case "repeat-page":
      return Option.some(Fault.repeatPage())
    case "short-page":
      return Option.some(Fault.shortPage(1))
    case "insert":
      return Option.map(count(first, 1), (rows) => Fault.insertRows(rows))
    case "delete":
      return Option.map(count(first, 1), (rows) => Fault.deleteRows(rows))
    default:
      return Option.none()
  }
}
