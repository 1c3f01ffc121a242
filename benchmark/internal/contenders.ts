import type { Contender } from "./contender.ts"

/** All programs by name. Each loads only its own modules, since loaded modules affect the measurements. */
export const contenders: Readonly<Record<string, () => Promise<Contender>>> = {
  undici: async () => (await import("./plain.ts")).plainUndici,
  fetch: async () => (await import("./plain.ts")).plainFetch,
  sdk: async () => (await import("./plain.ts")).generatedSdk,
  zod: async () => (await import("./zod.ts")).fetchZod,
  naive: async () => (await import("./effects.ts")).naiveEffect,
  pages: async () => (await import("./effects.ts")).revoxPages,
  revox: async () => (await import("./effects.ts")).revox,
  plainNdjson: async () => (await import("./exports.ts")).plainNdjson,
  csv: async () => (await import("./exports.ts")).csv,
  ndjson: async () => (await import("./exports.ts")).ndjson,
  retrieveUndici: async () => (await import("./retrieve.ts")).plainUndici,
  retrieveFetch: async () => (await import("./retrieve.ts")).plainFetch,
  retrieveSdk: async () => (await import("./retrieve.ts")).generatedSdk,
  retrieveEffect: async () => (await import("./retrieve.ts")).plainEffect,
  retrieve: async () => (await import("./retrieve.ts")).revox
}
