/**
 * What the `exports` of a manifest let others import.
 */
import { Schema } from "effect"

/** The `exports` of our packages: a file, a pattern of files, or `null` for what nobody may import. */
export const Exports = Schema.Record(Schema.String, Schema.NullOr(Schema.String))

/** A specifier below the name of a package (`.`, `./CampaignRow`), and the file that it stands for. */
export interface Entry {
  readonly subpath: string
  readonly file: string
}

/** What stands for the star of a pattern in a text, if the pattern matches it. */
const star = (pattern: string, text: string): string | undefined => {
  const [before = "", after = ""] = pattern.split("*")
  return text.length > before.length + after.length && text.startsWith(before) && text.endsWith(after)
    ? text.slice(before.length, text.length - after.length)
    : undefined
}

/** The key that decides about a subpath: the most specific of those that match it. */
const keyFor = (exports: typeof Exports.Type, subpath: string): string | undefined =>
  Object.keys(exports)
    .filter((key) => key === subpath || key.includes("*") && star(key, subpath) !== undefined)
    .toSorted((a, b) => b.length - a.length)[0]

/** Everything that may be imported from a package of which these are the files (`./dist/index.js`). */
export const entriesOf = (exports: typeof Exports.Type, files: ReadonlyArray<string>): ReadonlyArray<Entry> =>
  Object.entries(exports).flatMap(([key, target]) => {
    if (target === null) return []
    if (!key.includes("*")) return [{ subpath: key, file: target }]
    return files.flatMap((file) => {
      const name = star(target, file)
      // A file that another key names has that name alone.
      if (name === undefined || Object.values(exports).includes(file)) return []
      const subpath = key.replace("*", name)
      return keyFor(exports, subpath) === key ? [{ subpath, file }] : []
    })
  })
