import { Effect, Schema } from "effect"
import { rolldown } from "rolldown"

/** A program could not be bundled. */
export class BundleError extends Schema.TaggedError<BundleError>()("BundleError", { cause: Schema.Defect() }) {}

/** A program in one file, with what it would still import. */
export interface Bundle {
  readonly code: string
  readonly imports: ReadonlyArray<string>
}

/** One file with everything that a program imports, as a browser gets it. */
export const bundle = (
  entry: string,
  options: { readonly alias?: Readonly<Record<string, string>>; readonly minify?: boolean } = {}
): Effect.Effect<Bundle, BundleError> =>
  Effect.tryPromise({
    try: async () => {
      const build = await rolldown({
        input: "entry",
        platform: "browser",
        // What a browser does not have must show, not be left out.
        external: /^node:/,
        ...(options.alias === undefined ? {} : { resolve: { alias: options.alias } }),
        logLevel: "silent",
        plugins: [{
          name: "entry",
          resolveId: (id) => (id === "entry" ? `${import.meta.dirname}/entry.ts` : null),
          load: (id) => (id === `${import.meta.dirname}/entry.ts` ? entry : null)
        }]
      })
      const { output } = await build.generate({ format: "esm", minify: options.minify ?? false })
      await build.close()
      const [{ code, dynamicImports, imports }] = output
      return { code, imports: [...imports, ...dynamicImports] }
    },
    catch: (cause) => new BundleError({ cause })
  })
