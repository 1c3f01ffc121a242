import * as Schema from "effect/Schema"

/** Whether a host name or address of a URL is that of this machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" ||
  /^127(?:\.\d+){3}$/.test(hostname)

/** The base URL of the API. Plain http would send the key unencrypted, so it is for loopback addresses only. */
export const BaseUrl = Schema.URLFromString.check(
  Schema.makeFilter(
    (url) => url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname)),
    { expected: "an https URL (plain http is for loopback addresses only)" }
  ),
  Schema.makeFilter((url) => url.username === "" && url.password === "", { expected: "a URL without credentials" }),
  Schema.makeFilter((url) => !/[?#]/.test(url.href), { expected: "a URL without a query and a fragment" })
)
