import { Buffer } from "node:buffer"

/** Bytes that grow. */
export interface Bytes {
  readonly text: (text: string) => void
  readonly copy: (bytes: Uint8Array) => void
  /** How many there are. */
  readonly length: () => number
  /** Writes a span of what is written already once more. */
  readonly repeat: (from: number, to: number) => void
  /** All of them; what is written next is a new beginning. */
  readonly take: () => Uint8Array
}

export const make = (): Bytes => {
  let buffer = Buffer.allocUnsafe(1 << 16)
  let length = 0
  const reserve = (more: number) => {
    if (length + more > buffer.length) {
      const larger = Buffer.allocUnsafe(2 * (length + more))
      larger.set(buffer.subarray(0, length))
      buffer = larger
    }
  }
  return {
    text: (text) => {
      // No UTF-16 unit takes more than three bytes of UTF-8.
      reserve(3 * text.length)
      length += buffer.write(text, length, "utf8")
    },
    copy: (bytes) => {
      reserve(bytes.length)
      buffer.set(bytes, length)
      length += bytes.length
    },
    length: () => length,
    repeat: (from, to) => {
      reserve(to - from)
      buffer.copyWithin(length, from, to)
      length += to - from
    },
    take: () => {
      const taken = buffer.subarray(0, length)
      // What is written next is likely as long as this was.
      buffer = Buffer.allocUnsafe(length + (length >> 4) + 1024)
      length = 0
      return taken
    }
  }
}
