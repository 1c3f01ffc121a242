/**
 * Which rows came already, exactly: a row is never left out because its id looks like that of another.
 *
 * Ids are kept as bytes in blocks of memory, and found through a table of positions (open addressing, compared byte by
 * byte). A UUID in its usual spelling takes 16 bytes, any other text of one byte per character takes those. Measured
 * with a million ids: 26 bytes per UUID and 46 per other id of 36 characters, where a `Set` of strings takes 77.
 */
export interface SeenRows {
  /** Whether the id came already. */
  readonly has: (id: string) => boolean
  /** Remembers an id, and tells whether it is new. */
  readonly add: (id: string) => boolean
  /** Makes room for so many ids, as far as is reasonable: what a server promises is only a promise. */
  readonly reserve: (ids: number) => void
}

const blockBytes = 1 << 16

/** How full the table may be. */
const fill = 0.7

/** The largest table that is made in advance, of 8 MB. */
const largestReserve = 1 << 21

/** The longest entry: what fits the byte that precedes it. */
const longest = 254

/** Stands in front of a UUID in place of a length. */
const uuidTag = 255

/** The values of hexadecimal digits in lower case; -1 for every other character below 128. */
const hexDigits = new Int8Array(128).fill(-1)
for (const [value, digit] of [..."0123456789abcdef"].entries()) hexDigits[digit.charCodeAt(0)] = value

/** Where the bytes of a UUID are in its usual spelling, two digits each. */
const digitsAt = Uint8Array.of(0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34)

const dash = 45

/** Writes a UUID as its 16 bytes; false for what is none, or is spelt in another way. */
const packUuid = (id: string, into: Uint8Array): boolean => {
  if (id.length !== 36) return false
  if (id.charCodeAt(8) !== dash || id.charCodeAt(13) !== dash) return false
  if (id.charCodeAt(18) !== dash || id.charCodeAt(23) !== dash) return false
  // This runs for each row: all digits are looked up first, and asked for bad ones once. A character that has no place
  // in the table reads as 0 there, so its code is kept too.
  let codes = 0
  let digits = 0
  for (let byte = 0; byte < 16; byte++) {
    const at = digitsAt[byte] ?? 0
    const first = id.charCodeAt(at)
    const second = id.charCodeAt(at + 1)
    const high = hexDigits[first] ?? 0
    const low = hexDigits[second] ?? 0
    codes |= first | second
    digits |= high | low
    into[byte + 1] = high << 4 | low
  }
  into[0] = uuidTag
  return codes < 128 && digits >= 0
}

/** Writes an id as tag and bytes, and gives their number; 0 for an id that has no such form. */
const pack = (id: string, into: Uint8Array): number => {
  if (packUuid(id, into)) return 17
  if (id.length > longest) return 0
  into[0] = id.length
  for (let index = 0; index < id.length; index++) {
    const code = id.charCodeAt(index)
    if (code > 255) return 0
    into[index + 1] = code
  }
  return id.length + 1
}

/** A hash of an entry: four bytes at a time, each word mixed into all bits before it (FNV's prime, Murmur's end). */
const hash = (bytes: Uint8Array, length: number): number => {
  let value = 0x811c9dc5 ^ length
  let index = 0
  for (; index + 4 <= length; index += 4) {
    const word = (bytes[index] ?? 0) | (bytes[index + 1] ?? 0) << 8 | (bytes[index + 2] ?? 0) << 16 |
      (bytes[index + 3] ?? 0) << 24
    value = Math.imul(value ^ word, 0x01000193)
    value ^= value >>> 15
  }
  for (; index < length; index++) value = Math.imul(value ^ (bytes[index] ?? 0), 0x01000193)
  value = Math.imul(value ^ value >>> 15, 0x2c1b3c6d)
  return (value ^ value >>> 13) >>> 0
}

/** Remembers nothing yet. */
export const make = (): SeenRows => {
  const scratch = new Uint8Array(longest + 1)
  const blocks: Array<Uint8Array> = []
  /** Ids that do not fit: longer than 254 characters, or with characters of more than a byte. */
  const others = new Set<string>()
  let used = blockBytes
  let count = 0
  /** Positions of entries plus one; 0 is a free place. */
  let table = new Uint32Array(1024)

  const sameAt = (position: number, length: number): boolean => {
    const block = blocks[Math.floor(position / blockBytes)]
    if (block === undefined) return false
    const offset = position % blockBytes
    for (let index = 0; index < length; index++) if (block[offset + index] !== scratch[index]) return false
    return true
  }

  /** The place of the entry in `scratch`: where it is, or where it would go. */
  const placeOf = (length: number): number => {
    const mask = table.length - 1
    let place = hash(scratch, length) & mask
    for (let entry = table[place] ?? 0; entry !== 0; entry = table[place] ?? 0) {
      if (sameAt(entry - 1, length)) return place
      place = (place + 1) & mask
    }
    return place
  }

  const resize = (length: number) => {
    const old = table
    table = new Uint32Array(length)
    const mask = table.length - 1
    for (const entry of old) {
      if (entry === 0) continue
      const block = blocks[Math.floor((entry - 1) / blockBytes)]
      if (block === undefined) continue
      const bytes = block.subarray((entry - 1) % blockBytes)
      const tag = bytes[0] ?? 0
      let place = hash(bytes, tag === uuidTag ? 17 : tag + 1) & mask
      while (table[place] !== 0) place = (place + 1) & mask
      table[place] = entry
    }
  }

  const write = (length: number): number => {
    if (used + length > blockBytes) {
      blocks.push(new Uint8Array(blockBytes))
      used = 0
    }
    const last = blocks.length - 1
    const block = blocks[last]
    // So few bytes are copied faster one by one.
    if (block !== undefined) { for (let index = 0; index < length; index++) block[used + index] = scratch[index] ?? 0 }
    const position = last * blockBytes + used
    used += length
    return position
  }

  return {
    has: (id) => {
      const length = pack(id, scratch)
      return length === 0 ? others.has(id) : table[placeOf(length)] !== 0
    },
    add: (id) => {
      const length = pack(id, scratch)
      if (length === 0) return others.size < others.add(id).size
      const place = placeOf(length)
      if (table[place] !== 0) return false
      table[place] = write(length) + 1
      count += 1
      if (count > table.length * fill) resize(table.length * 2)
      return true
    },
    reserve: (ids) => {
      let length = table.length
      while (length * fill < ids && length < largestReserve) length *= 2
      if (length > table.length) resize(length)
    }
  }
}
