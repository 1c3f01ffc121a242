/**
 * The licenses of what is bundled: they ask that their texts go with every copy.
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

/** The folder of the package that a module is from; nothing for our own. */
const folderOf = (id: string): ReadonlyArray<string> => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id) ?? []

/** What has to be told of a package, if its author says so where authors do. */
const noticeOf = (folder: string): Option.Option<string> =>
  Option.gen(function*() {
    const { license, name, version } = yield* decode(readFileSync(join(folder, "package.json"), "utf8"))
    const file = yield* Option.fromNullishOr(
      readdirSync(folder).find((entry) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry))
    )
    const title = `${name} ${version} (${license})`
    return `${title}\n${"-".repeat(title.length)}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`
  })

/** Writes `NOTICES.txt` beside the bundle. */
export const notices = (): Plugin => ({
  name: "notices",
  generateBundle(_, bundle) {
    const ids = Object.values(bundle).flatMap((file) => file.type === "chunk" ? file.moduleIds : [])
    const texts = [...new Set(ids.flatMap(folderOf))].map((folder) =>
      Option.getOrElse(noticeOf(folder), () => this.error(`${folder} is bundled, and has no license to go with it`))
    )
    const source = `This command contains these packages.\n\n${texts.toSorted().join("\n")}`
    this.emitFile({ type: "asset", fileName: "NOTICES.txt", source })
  }
})
