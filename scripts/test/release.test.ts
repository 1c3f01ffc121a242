import { assert, describe, it } from "@effect/vitest"
import { problemsOfRelease } from "../release/ready.ts"

const ready = (name: string) => ({
  folder: `packages/${name}`,
  manifest: {
    name,
    version: "0.1.0",
    homepage: "https://example.com",
    repository: { url: "git+https://example.com/repository.git", directory: `packages/${name}` }
  }
})

describe("problemsOfRelease", () => {
  it("has nothing against packages that are ready", () => {
    assert.deepStrictEqual(problemsOfRelease([ready("a"), ready("b")], []), [])
  })

  it("says everything that is missing", () => {
    const a = ready("a")
    const b = { folder: "packages/b", manifest: { name: "b", version: "0.0.0" } }
    const c = { ...ready("c"), folder: "packages/d" }
    assert.deepStrictEqual(problemsOfRelease([a, b, c], ["new.md"]), [
      "the packages have different versions: 0.1.0, 0.0.0",
      "0.0.0 is not a version to publish: run `pnpm changeset version`",
      ".changeset/new.md is not in a version yet: run `pnpm changeset version`",
      "b names no repository",
      "b names no homepage",
      "c is not in packages/c"
    ])
  })
})
