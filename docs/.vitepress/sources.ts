import { join } from "node:path"
import { copyFile, mkdir, readdir } from "node:fs/promises"

/** Copies the sources of the packages into the site as text, for the links of the API reference. */
export const copySources = async (outDir: string): Promise<void> => {
  const packages = new URL("../../packages/", import.meta.url)
  for (const name of await readdir(packages)) {
    const files = await readdir(new URL(`${name}/src/`, packages), { recursive: true, withFileTypes: true })
    for (const file of files) {
      if (!file.isFile() || !file.name.endsWith(".ts")) continue
      const from = join(file.parentPath, file.name)
      const to = join(outDir, "source", "packages", name, from.slice(from.indexOf(`/${name}/src/`) + name.length + 2))
      await mkdir(join(to, ".."), { recursive: true })
      await copyFile(from, `${to}.txt`)
    }
  }
}
