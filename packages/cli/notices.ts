/**
 * License texts of the bundled packages. The licenses require that every copy includes their texts.
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Plugin } from "rolldown"

const Manifest = Schema.fromJsonString(
  Schema.Struct({ name: Schema.String, version: Schema.String, license: Schema.String })
)

const decode = Schema.decodeOption(Manifest)

/** The directory of the package that contains a module, or nothing for a module of this repository. */
const directoryOf = (id: string): ReadonlyArray<string> => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id) ?? []

/** The license notice of a package, if its directory contains a license file. */
const noticeOf = (directory: string): Option.Option<string> =>
  Option.gen(function*() {
    const { license, name, version } = yield* decode(readFileSync(join(directory, "package.json"), "utf8"))
    const file = yield* Option.fromNullishOr(
      readdirSync(directory).find((entry) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry))
    )
    const title = `${name} ${version} (${license})`
    return `${title}\n${"-".repeat(title.length)}\n\n${readFileSync(join(directory, file), "utf8").trim()}\n`
  })

/** Writes `NOTICES.txt` to the directory of the bundle. */
export const notices = (): Plugin => ({
  name: "notices",
  generateBundle(_, bundle) {
    const ids = Object.values(bundle).flatMap((file) => file.type === "chunk" ? file.moduleIds : [])
    const texts = [...new Set(ids.flatMap(directoryOf))].map((directory) =>
      Option.getOrElse(noticeOf(directory), () => this.error(`${directory} is bundled but has no license file`))
    )
    const source = `This command contains these packages.\n\n${texts.toSorted().join("\n")}`
    this.emitFile({ type: "asset", fileName: "NOTICES.txt", source })
  }
})
