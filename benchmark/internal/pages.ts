import { Buffer } from "node:buffer"

/** The pages of campaigns of any length, made from a few rows: only the last digits of a row's id differ. */
export interface Pages {
  readonly page: (index: number, size: number, total: number) => Buffer
}

const digits = 12
const cacheBytes = 256 * 1024 * 1024

export const make = (rows: ReadonlyArray<string>): Pages => {
  // The id is the first field of a row.
  const parts = rows.map((row) => {
    const end = row.indexOf(`","`)
    return [Buffer.from(row.slice(0, end - digits)), Buffer.from(row.slice(end))] as const
  })
  const cache = new Map<string, Buffer>()
  let cached = 0

  const comma = Buffer.from(",")
  const rowAt = (position: number, offset: number): ReadonlyArray<Buffer> => {
    const [before = comma, behind = comma] = parts[position % parts.length] ?? []
    const id = [before, Buffer.from(String(position).padStart(digits, "0")), behind]
    return offset === 0 ? id : [comma, ...id]
  }

  return {
    page: (index, size, total) => {
      const key = `${index}:${size}:${total}`
      const known = cache.get(key)
      if (known !== undefined) return known
      const first = index * size
      const count = Math.max(0, Math.min(size, total - first))
      const page = Buffer.concat([
        Buffer.from(`{"page":${index},"page_size":${size},"total":${total},"rows":[`),
        ...Array.from({ length: count }, (_, offset) => rowAt(first + offset, offset)).flat(),
        Buffer.from("]}")
      ])
      if (cached + page.length <= cacheBytes) {
        cached += page.length
        cache.set(key, page)
      }
      return page
    }
  }
}
