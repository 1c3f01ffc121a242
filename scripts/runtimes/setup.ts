/** Fails unless the tests themselves run on Bun or Deno, and not only Vitest. */
if (process.versions["bun"] === undefined && process.versions["deno"] === undefined) {
  throw new Error("The worker runs on Node")
}
