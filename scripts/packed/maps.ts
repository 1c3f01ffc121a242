/**
 * Source maps and declaration maps: whether a debugger and an editor find the sources in the package alone.
 */
import { Option, Schema } from "effect"
import { posix } from "node:path"

const decodeMap = Schema.decodeUnknownOption(
  Schema.fromJsonString(
    Schema.Struct({
      version: Schema.Literal(3),
      sourceRoot: Schema.optionalKey(Schema.String),
      sources: Schema.Array(Schema.String),
      sourcesContent: Schema.optionalKey(Schema.Array(Schema.NullOr(Schema.String)))
    })
  )
)

type Files = ReadonlyMap<string, string>

/** The file that something in a file refers to. */
const from = (file: string, target: string): string => `./${posix.join(posix.dirname(file), target)}`

const problemsOfMap = (files: Files, file: string, text: string): ReadonlyArray<string> =>
  Option.match(decodeMap(text), {
    onNone: () => [`${file} is not a source map`],
    onSome: ({ sourceRoot = "", sources, sourcesContent = [] }) => {
      const lost = sources.filter((source, index) =>
        typeof sourcesContent[index] !== "string" && !files.has(from(file, posix.join(sourceRoot, source)))
      )
      const none = sources.length === 0 ? [`${file} has no sources`] : []
      return [...none, ...lost.map((source) => `${file} leads to ${source}, which is not in the package`)]
    }
  })

/** A module that only passes on what others have: there is nothing in it to find. */
const isPassage = (text: string): boolean =>
  /^(?:(?:import|export)\b[^;=]*["'][^"']+["'];\s*|export\s*\{[^}]*\};\s*)+$/.test(
    text.replaceAll(/\/\*[\s\S]*?\*\/\s*/g, "")
  )

const problemsOfLink = (files: Files, file: string, text: string): ReadonlyArray<string> => {
  const target = /^\/\/# sourceMappingURL=(.+)$/m.exec(text)?.[1]
  if (target === undefined) return isPassage(text) ? [] : [`${file} names no map`]
  return files.has(from(file, target)) ? [] : [`${file} has no map at ${target}`]
}

/** Built files whose maps are missing, and maps whose sources are. */
export const problemsOfMaps = (files: Files): ReadonlyArray<string> =>
  [...files].filter(([file]) => file.startsWith("./dist/")).flatMap(([file, text]) =>
    file.endsWith(".map")
      ? problemsOfMap(files, file, text)
      : /\.(?:js|d\.ts)$/.test(file)
      ? problemsOfLink(files, file, text)
      : []
  )
