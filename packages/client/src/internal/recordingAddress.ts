import { RecordingAddressError } from "../RecordingError.ts"
import { isLoopback } from "./baseUrl.ts"

/** The ranges of IPv4 addresses that are not public, as address and length of the prefix. */
const reservedV4: ReadonlyArray<readonly [string, number]> = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3]
]

const toNumber = (address: string): number => address.split(".").reduce((value, part) => value * 256 + Number(part), 0)

const isPublicV4 = (address: string): boolean =>
  !reservedV4.some(([range, length]) => {
    const size = 2 ** (32 - length)
    return Math.floor(toNumber(address) / size) === Math.floor(toNumber(range) / size)
  })

/** The first two of the eight groups of an IPv6 address. */
const firstGroups = (address: string): readonly [number, number] => {
  const [head = ""] = address.split("::")
  const [first = "0", second = "0"] = head.split(":")
  return [Number.parseInt(first || "0", 16), Number.parseInt(second || "0", 16)]
}

/** Only 2000::/3 is public. Documentation, Teredo and 6to4 addresses are in it, and the last two contain IPv4 addresses. */
const isPublicV6 = (address: string): boolean => {
  const [first, second] = firstGroups(address)
  return (first & 0xe000) === 0x2000 && first !== 0x2002 && !(first === 0x2001 && (second === 0 || second === 0xdb8))
}

const privateName = /(?:^|\.)(?:localhost|local|internal|home\.arpa|intranet|lan|corp|home)$/

/** Whether a host is public. A URL has an IPv4 address in decimal digits, in whatever form it was written. */
const isPublic = (hostname: string): boolean => {
  const name = hostname.replace(/\.$/, "")
  if (name.startsWith("[")) return isPublicV6(name.slice(1, -1))
  if (/^\d+(?:\.\d+){3}$/.test(name)) return isPublicV4(name)
  return name.includes(".") && !privateName.test(name)
}

/**
 * The reason not to send a request to an address, if there is one. `allowsLoopback` allows loopback addresses, with plain
 * http, too. Names are not resolved, so a public name of a private address passes.
 */
export const failure = (url: URL, allowsLoopback: boolean): RecordingAddressError | undefined => {
  const refuse = (problem: string) =>
    new RecordingAddressError({ problem, ...(url.host === "" ? {} : { host: url.host }) })
  if (url.username !== "" || url.password !== "") return refuse("the address contains credentials")
  if (isLoopback(url.hostname) && allowsLoopback) {
    return url.protocol === "https:" || url.protocol === "http:" ? undefined : refuse("the address is not https")
  }
  if (url.protocol !== "https:") return refuse("the address is not https")
  return isPublic(url.hostname) ? undefined : refuse("the address is not public")
}
