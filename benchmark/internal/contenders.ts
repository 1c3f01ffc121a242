import type { Contender } from "./contender.ts"

/** All programs by name. Each loads only its own modules, since loaded modules affect the measurements. */
export const contenders: Readonly<Record<string, () => Promise<Contender>>> = {
  undici: async () => (await import("./plain.ts")).plainUndici,
  fetch: async () => (await import("./plain.ts")).plainFetch,
  sdk: async () => (await import("./plain.ts")).generatedSdk,
  zod: async () => (await import("./zod.ts")).fetchZod,
  naive: async () => (await import("./effects.ts")).naiveEffect,
  revox: async () => (await import("./effects.ts")).revox,
  report: async () => (await import("./effects.ts")).report,
  plainNdjson: async () => (await import("./exports.ts")).plainNdjson,
  csv: async () => (await import("./exports.ts")).csv,
  ndjson: async () => (await import("./exports.ts")).ndjson,
  raw: async () => (await import("./exports.ts")).raw,
  retrieveUndici: async () => (await import("./retrieve.ts")).plainUndici,
  retrieveFetch: async () => (await import("./retrieve.ts")).plainFetch,
  retrieveSdk: async () => (await import("./retrieve.ts")).generatedSdk,
  retrieveEffect: async () => (await import("./retrieve.ts")).plainEffect,
  retrieve: async () => (await import("./retrieve.ts")).revox,
  createStringify: async () => (await import("./create.ts")).stringify,
  createUndici: async () => (await import("./create.ts")).plainUndici,
  create: async () => (await import("./create.ts")).revox,
  webhookBare: async () => (await import("./webhook.ts")).bare,
  webhook: async () => (await import("./webhook.ts")).revox
}

/** Loads a program by its name. */
export const load = (name: string): Promise<Contender> => {
  const found = contenders[name]
  if (found !== undefined) return found()
  throw new Error(`There is no contender "${name}". Contenders: ${Object.keys(contenders).join(", ")}`)
}
