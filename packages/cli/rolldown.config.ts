import { defineConfig } from "rolldown"
import { notices } from "./notices.ts"
import { builtinHttp } from "./builtinHttp.ts"

const common = {
  platform: "node",
  // Source maps without the sources: `--debug` prints stack traces with the original files and lines.
  output: {
    dir: "dist",
    format: "esm",
    minify: true,
    codeSplitting: false,
    sourcemap: true,
    sourcemapExcludeSources: true
  }
} as const

// Most commands load one or two bundled files. They start ten times as fast as with separate modules, and the modules
// do not have to be installed. `revox.js` prints the version and loads `main.js` only for other commands. The durable
// exports are a separate file too.
export default defineConfig([
  {
    ...common,
    input: { revox: "src/bin.ts" },
    external: ["./main.ts"],
    output: { ...common.output, paths: (id) => (id.endsWith("main.ts") ? "./main.js" : id) }
  },
  {
    ...common,
    input: { main: "src/main.ts" },
    plugins: [builtinHttp, notices()],
    // `redis` is an optional import that the command does not use. The others are the embedded database, which is
    // larger than everything else together. It stays a package that is loaded on demand.
    external: ["redis", "@electric-sql/pglite", "@electric-sql/pglite-socket"],
    // undici is a CommonJS package. Its export names are lost unless all of its modules are in one file.
    output: {
      ...common.output,
      codeSplitting: { groups: [{ name: "http", test: /undici/i }] },
      chunkFileNames: "[name].js"
    }
  }
])
