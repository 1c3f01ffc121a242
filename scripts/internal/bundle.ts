import { Effect, Schema } from "effect"
import { rolldown } from "rolldown"

/** A program could not be bundled. */
export class BundleError extends Schema.TaggedError<BundleError>()("BundleError", { cause: Schema.Defect() }) {}

/** Bundles a program for browsers. The imports of the result are modules of Node, which browsers do not have. */
export const bundle = (
  code: string,
  options: { readonly alias?: Readonly<Record<string, string>>; readonly minify?: boolean } = {}
) =>
  Effect.tryPromise({
    try: async () => {
      const entry = `${import.meta.dirname}/entry.ts`
      const build = await rolldown({
        input: entry,
        platform: "browser",
        external: /^node:/,
        resolve: { alias: { ...options.alias } },
        logLevel: "silent",
        plugins: [{
          name: "entry",
          resolveId: (id) => id === entry ? entry : null,
          load: (id) => id === entry ? code : null
        }]
      })
      const { output: [chunk] } = await build.generate({ format: "esm", minify: options.minify ?? false })
      await build.close()
      return { code: chunk.code, imports: [...chunk.imports, ...chunk.dynamicImports] }
    },
    catch: (cause) => new BundleError({ cause })
  })
