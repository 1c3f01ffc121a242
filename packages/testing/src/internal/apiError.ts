import * as Data from "effect/Data"

/** A request that the API rejects. The simulator writes it in the form of its option `errorBody`. */
export class ApiError extends Data.TaggedError("ApiError")<{
  readonly status: number
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}> {}
