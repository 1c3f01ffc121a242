import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { bundle } from "../internal/bundle.ts"

describe("the packages for everywhere", () => {
  it.effect.each(["schema", "client", "streams"])("%s imports nothing of Node's", (name) =>
    Effect.gen(function*() {
      const { code, imports } = yield* bundle(`export * from "@effect-revox/${name}"`)
      assert.isAbove(code.length, 10_000)
      assert.deepStrictEqual(imports, [])
    }), 30_000)

  it.effect("shows what is Node's when something is", () =>
    Effect.gen(function*() {
      const { imports } = yield* bundle(`export * from "@effect-revox/testing"`)
      assert.include(imports, "node:http")
    }), 30_000)

  it.effect("keeps effect/http-api out of programs that do not import it", () =>
    Effect.gen(function*() {
      const httpApi = "effect/http-api"
      const packages = yield* bundle(`export * from "@effect-revox/schema"
        export * from "@effect-revox/client"
        export * from "@effect-revox/streams"`)
      const derived = yield* bundle(`export * from "@effect-revox/schema/HttpApi"`)
      assert.notInclude(packages.code, httpApi)
      assert.include(derived.code, httpApi)
    }), 30_000)

  it.effect("a client without policies does not carry their code", () =>
    Effect.gen(function*() {
      const without = yield* bundle(`export { layerConfig } from "@effect-revox/client/Revox"`, { minify: true })
      const withBoth = yield* bundle(
        `export { layerConfig } from "@effect-revox/client/Revox"
         export { circuitBreaker, rateLimit } from "@effect-revox/client/Policy"`,
        { minify: true }
      )
      assert.notInclude(without.code, "CircuitBreaker")
      assert.notInclude(without.code, "RateLimiter")
      assert.include(withBoth.code, "CircuitBreaker")
      assert.include(withBoth.code, "RateLimiter")
    }), 30_000)
})
