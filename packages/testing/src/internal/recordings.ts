import type { SimulatedResponse } from "../SimulatedResponse.ts"
import { ApiError } from "./apiError.ts"
import type { Headers } from "./authentication.ts"
import * as Response from "./response.ts"

/** The address below which recordings are. The origin of a server is known only after it has started. */
export interface Recordings {
  base: string
}

/** An address that nothing serves. */
export const unserved = (): Recordings => ({ base: "https://recordings.example.com" })

const path = "/recordings"

/** Makes the simulator serve recordings on its origin. */
export const serve = (recordings: Recordings, origin: string): void => {
  recordings.base = origin + path
}

/** The sound of a recording: a header of Ogg, and the id of the attempt. */
const bytesOf = (attemptId: string): Uint8Array => new TextEncoder().encode(`OggS\0${attemptId}`.padEnd(4096, "\0"))

/**
 * Responds to a request for a recording, or returns `undefined` if the path is not that of a recording. Storages of
 * recordings reject the API key, so that a client that sends it fails.
 */
export const respond = (
  requested: string,
  headers: Headers
): SimulatedResponse | ApiError | undefined => {
  const [, attemptId] = /^\/recordings\/([\w-]+)\.ogg$/.exec(requested) ?? []
  if (attemptId === undefined) return undefined
  return headers["authorization"] === undefined
    ? Response.bytes(200, "audio/ogg", bytesOf(attemptId))
    : new ApiError({ status: 400, message: "The request for a recording has the API key" })
}
