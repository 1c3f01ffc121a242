import { Effect } from "effect"
import { createHash } from "node:crypto"

/**
 * Computes digests, which execution ids are made of, on the event loop. The platform computes them on other threads, whose
 * timing is not reproducible.
 */
export const deterministicDigests: Effect.Effect<void> = Effect.sync(() => {
  Object.defineProperty(globalThis.crypto.subtle, "digest", {
    configurable: true,
    value: async (_: unknown, data: BufferSource) => {
      const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data
      return Uint8Array.from(createHash("sha256").update(new Uint8Array(bytes)).digest()).buffer
    }
  })
})
