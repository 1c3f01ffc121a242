import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import { ApiError } from "./apiError.ts"

/** The largest request body that the simulator reads, in bytes. */
export const maxBytes = 10 * 1024 * 1024

export const tooLarge = new ApiError({ status: 413, message: "The request body is larger than 10 MiB" })

/** The body of a request. */
export interface RequestBody {
  readonly bytes: number
  /** `None` for a body that is not JSON. */
  readonly json: Option.Option<Schema.Json>
  readonly text: string
}

const decoder = new TextDecoder()
const parseJson = Option.liftThrowable((text: string): Schema.Json => JSON.parse(text))

export const parse = (bytes: Uint8Array): RequestBody => {
  const text = decoder.decode(bytes)
  return { bytes: bytes.length, json: parseJson(text), text }
}
