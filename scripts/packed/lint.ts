/**
 * What `publint` and Are The Types Wrong say of the tarballs.
 */
import { Effect } from "effect"
import type { Packed } from "./package.ts"
import { run } from "./shell.ts"

/**
 * The packages are ES modules alone, as `effect` is, so what `require` and the resolution of Node 10 would find is not
 * asked. Everything else has to be right for each module that may be imported.
 */
const profile = "esm-only"

/** Both linters, on one package; a command has no types to be wrong. */
export const lint = Effect.fnUntraced(function*(root: string, { entries, tarball }: Packed) {
  const pnpm = ["npx", "--yes", "pnpm@12.21.0", "exec"]
  yield* run(root, [...pnpm, "publint", tarball, "--strict"])
  if (entries.length === 0) return
  const subpaths = entries.map(({ subpath }) => subpath)
  yield* run(root, [...pnpm, "attw", tarball, "--profile", profile, "--format", "ascii", "--entrypoints", ...subpaths])
})
