import { Buffer } from "node:buffer"

/** The pages of campaigns of any length, made from a few rows: only the last digits of a row's id differ. */
export interface Pages {
  readonly page: (index: number, size: number, total: number) => Buffer
}

const digits = 12
const cacheBytes = 256 * 1024 * 1024

/** A page's rows, and where the digits of their ids are. */
interface Template {
  readonly bytes: Buffer
  readonly ids: ReadonlyArray<number>
}

export const make = (rows: ReadonlyArray<string>): Pages => {
  const buffers = rows.map((row) => Buffer.from(row))
  const idEnd = buffers.map((row) => row.indexOf(`","`))
  const templates = new Map<string, Template>()
  const cache = new Map<string, Buffer>()
  let cached = 0

  const template = (first: number, count: number): Template => {
    const start = first % buffers.length
    const known = templates.get(`${start}:${count}`)
    if (known !== undefined) return known
    const parts: Array<Buffer> = []
    const ids: Array<number> = []
    let length = 0
    const add = (part: Buffer) => {
      parts.push(part)
      length += part.length
    }
    for (let at = 0; at < count; at++) {
      const row = (start + at) % buffers.length
      if (at > 0) add(Buffer.from(","))
      ids.push(length + (idEnd[row] ?? 0) - digits)
      add(buffers[row] ?? Buffer.alloc(0))
    }
    const made = { bytes: Buffer.concat(parts), ids }
    templates.set(`${start}:${count}`, made)
    return made
  }

  return {
    page: (index, size, total) => {
      const key = `${index}:${size}:${total}`
      const known = cache.get(key)
      if (known !== undefined) return known
      const first = index * size
      const count = Math.max(0, Math.min(size, total - first))
      const { bytes, ids } = template(first, count)
      const head = `{"page":${index},"page_size":${size},"total":${total},"rows":[`
      const page = Buffer.allocUnsafe(head.length + bytes.length + 2)
      page.write(head, "latin1")
      bytes.copy(page, head.length)
      page.write("]}", head.length + bytes.length, "latin1")
      ids.forEach((at, row) => page.write(String(first + row).padStart(digits, "0"), head.length + at, "latin1"))
      if (cached + page.length <= cacheBytes) {
        cached += page.length
        cache.set(key, page)
      }
      return page
    }
  }
}
