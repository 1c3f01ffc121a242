/**
 * What the `exports` of a manifest let others import.
 */
import { Schema } from "effect"

/** A file, or one for each condition: `types`, `node`, and `default` for everybody else. */
const Target = Schema.Union([
  Schema.String,
  Schema.StructWithRest(Schema.Struct({ default: Schema.String }), [Schema.Record(Schema.String, Schema.String)])
])

/** The `exports` of our packages: a file, a pattern of files, or `null` for what nobody may import. */
export const Exports = Schema.Record(Schema.String, Schema.NullOr(Target))

/** A specifier below the name of a package (`.`, `./CampaignRow`), and what it stands for. */
export interface Entry {
  readonly subpath: string
  /** The file for whom no condition is made. */
  readonly file: string
  /** The files for others. */
  readonly others: ReadonlyArray<string>
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
export const entriesOf = (exports: typeof Exports.Type, files: ReadonlyArray<string>): ReadonlyArray<Entry> => {
  const targets = Object.entries(exports).flatMap(([key, target]) => {
    if (target === null) return []
    const { default: main, ...conditions } = typeof target === "string" ? { default: target } : target
    return [{ key, main, others: Object.values<string>(conditions) }]
  })
  return targets.flatMap(({ key, main, others }) => {
    if (!key.includes("*")) return [{ subpath: key, file: main, others }]
    return files.flatMap((file) => {
      const name = star(main, file)
      // A file that another key names has that name alone.
      if (name === undefined || targets.some((target) => target.main === file)) return []
      const subpath = key.replace("*", name)
      return keyFor(exports, subpath) === key
        ? [{ subpath, file, others: others.map((other) => other.replace("*", name)) }]
        : []
    })
  })
}
