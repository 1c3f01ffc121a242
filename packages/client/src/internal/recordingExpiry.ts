import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"

/** Converts a compact ISO-8601 time (`20261130T120000Z`) to the extended form. */
const extended = (time: string): string =>
  time.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, "$1-$2-$3T$4:$5:$6Z")

const toMillis = (time: string | null): number | undefined =>
  time === null ? undefined : Option.getOrUndefined(Option.map(DateTime.make(extended(time)), DateTime.toEpochMillis))

/**
 * The time at which a signed URL of a common object storage expires, in milliseconds since 1970. `undefined` if the URL
 * does not state one.
 */
export const expiryOf = ({ searchParams }: URL): number | undefined => {
  const params = new Map(Array.from(searchParams, ([name, value]) => [name.toLowerCase(), value]))
  for (const vendor of ["amz", "goog"]) {
    const signed = toMillis(params.get(`x-${vendor}-date`) ?? null)
    const seconds = Number(params.get(`x-${vendor}-expires`) ?? NaN)
    if (signed !== undefined && Number.isFinite(seconds)) return signed + 1000 * seconds
  }
  const seconds = Number(params.get("expires") ?? NaN)
  return Number.isFinite(seconds) ? 1000 * seconds : toMillis(params.get("se") ?? null)
}
