import { defineConfig } from "rolldown"
import { notices } from "./notices.ts"

const common = {
  platform: "node",
  output: { dir: "dist", format: "esm", minify: true, codeSplitting: false }
} as const

// Everything that the command needs is in one file: it starts ten times as fast as the modules one by one, and installs
// without them. What tells the version is in a file of its own, and loads the other only when it has to.
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
    // Node loads this only where it is installed; the command has no use for it.
    external: ["redis"]
  }
])
