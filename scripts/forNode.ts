/**
 * Builds the modules of a package once more, for Node: what they have in common is one file.
 *
 *     node ../../scripts/forNode.ts
 *
 * is run in the folder of the package, after its modules were compiled. Node resolves and reads every module by itself,
 * which for forty small ones takes longer than to evaluate them, so `import` of the client takes half as long this way.
 * Bundlers get the modules one by one (the condition `default`), since they leave out what a program does not use.
 */
import { readdir, readFile, rm, writeFile } from "node:fs/promises"
import { rolldown } from "rolldown"

const dir = "dist/internal/node"

const modules = (await readdir("src")).filter((file) => file.endsWith(".ts") && file !== "index.ts")

await rm(dir, { recursive: true, force: true })
const build = await rolldown({
  input: Object.fromEntries(modules.map((file) => [file.slice(0, -3), `src/${file}`])),
  // What is not in the package itself stays where it is.
  external: /^(?!\.|\/|src\/)/,
  platform: "node"
})
await build.write({
  dir,
  format: "esm",
  sourcemap: true,
  // What only one module needs stays with it: it may be the only one that needs much else.
  codeSplitting: { groups: [{ name: "shared", minShareCount: 2 }] },
  chunkFileNames: "[name].js"
})
await build.close()
// The barrel names its modules by their neighbourhood, which is the same here.
const barrel = await readFile("dist/index.js", "utf8")
await writeFile(`${dir}/index.js`, barrel.replace(/^\/\/# sourceMappingURL=.*\n?/m, ""))
