/**
 * What has to be so before the packages are published.
 */
import { Schema } from "effect"

/** The parts of a manifest that a release depends on. */
export const Manifest = Schema.Struct({
  name: Schema.String,
  version: Schema.String,
  homepage: Schema.optionalKey(Schema.String),
  repository: Schema.optionalKey(Schema.Struct({ url: Schema.String, directory: Schema.String }))
})

/** Why the packages cannot be published, a line each. `folder` is where a package is below the root. */
export const problemsOfRelease = (
  packages: ReadonlyArray<{ readonly folder: string; readonly manifest: typeof Manifest.Type }>,
  changesets: ReadonlyArray<string>
): ReadonlyArray<string> => {
  const versions = [...new Set(packages.map(({ manifest }) => manifest.version))]
  return [
    ...versions.length === 1 ? [] : [`the packages have different versions: ${versions.join(", ")}`],
    ...versions.includes("0.0.0") ? ["0.0.0 is not a version to publish: run `pnpm changeset version`"] : [],
    ...changesets.map((name) => `.changeset/${name} is not in a version yet: run \`pnpm changeset version\``),
    ...packages.flatMap(({ folder, manifest: { homepage, name, repository } }) => [
      // npm publishes a provenance only for the repository that the manifest names, and resolves links by it.
      ...repository === undefined ? [`${name} names no repository`] : [],
      ...repository !== undefined && repository.directory !== folder
        ? [`${name} is not in ${repository.directory}`]
        : [],
      ...homepage === undefined ? [`${name} names no homepage`] : []
    ])
  ]
}
