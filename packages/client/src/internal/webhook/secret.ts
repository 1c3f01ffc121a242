import type { HttpServerRequest } from "effect/http/HttpServerRequest"

/**
 * Whether two texts are equal. The time depends on the length of the first only, so that it reveals nothing about the
 * second.
 */
const isEqual = (given: string, secret: string): boolean => {
  const encoder = new TextEncoder()
  const left = encoder.encode(given)
  const right = encoder.encode(secret)
  let difference = left.length ^ right.length
  for (let index = 0; index < left.length; index++) {
    difference |= (left[index] ?? 0) ^ (right[index % right.length] ?? 0)
  }
  return difference === 0
}

/** Whether the query of a request has the secret as its only value of a parameter. */
export const hasSecret = (request: HttpServerRequest, parameter: string, secret: string): boolean => {
  const start = request.originalUrl.indexOf("?")
  const query = start === -1 ? "" : request.originalUrl.slice(start + 1).replace(/#.*$/s, "")
  const [given, ...others] = new URLSearchParams(query).getAll(parameter)
  return given !== undefined && others.length === 0 && isEqual(given, secret)
}
