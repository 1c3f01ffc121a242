import { defineConfig } from "rolldown"
import { notices } from "./notices.ts"

const common = {
  platform: "node",
  output: { dir: "dist", format: "esm", minify: true, codeSplitting: false }
} as const

// Everything that a command needs is in one file or two: it starts ten times as fast as the modules one by one, and
// installs without them. What tells the version is in a file of its own, and loads the others only when it has to; so is
// what the durable exports need.
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
    plugins: [notices()],
    // Node loads the first only where it is installed, and the command has no use for it. The others are the embedded
    // database, which is larger than everything else together: it stays a package, loaded when it is wanted.
    external: ["redis", "@electric-sql/pglite", "@electric-sql/pglite-socket"],
    // undici is of the old kind of module, whose names are lost where what names them is in another file.
    output: {
      ...common.output,
      codeSplitting: { groups: [{ name: "http", test: /undici/i }] },
      chunkFileNames: "[name].js"
    }
  }
])
