import type { Method } from "@effect-revox/schema/Endpoint"
import * as Option from "effect/Option"

/** The path of the API on the simulator's origin. */
export const basePath = "/api"

/** A method and a path template: `["campaigns", ":id"]`. */
export interface Pattern {
  readonly method: Method
  readonly segments: ReadonlyArray<string>
}

/** The result of matching a method and a path. */
export type Match<P extends Pattern> =
  | { readonly _tag: "Found"; readonly route: P; readonly params: Readonly<Record<string, string>> }
  | { readonly _tag: "MethodNotAllowed"; readonly allowed: ReadonlyArray<Method> }
  | { readonly _tag: "NotFound" }

/** Splits a path below the base path: `/campaigns/:id` has two segments. */
export const segmentsOf = (path: string): ReadonlyArray<string> => path.split("/").slice(1)

const isParameter = (segment: string): boolean => segment.startsWith(":")

const decodeSegment = Option.liftThrowable(decodeURIComponent)

const paramsOf = (
  pattern: ReadonlyArray<string>,
  segments: ReadonlyArray<string>
): Readonly<Record<string, string>> | undefined => {
  if (pattern.length !== segments.length) {
    return undefined
  }
  const params: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? ""
    if (isParameter(expected)) {
      const value = Option.getOrUndefined(decodeSegment(segment))
      if (value === undefined || value === "") {
        return undefined
      }
      params[expected.slice(1)] = value
    } else if (expected !== segment) {
      return undefined
    }
  }
  return params
}

/** Prefers a literal segment over a parameter when both patterns match: `/calls/search` over `/calls/:id`. */
const bySpecificity = (self: Pattern, that: Pattern): number => {
  for (const [index, segment] of self.segments.entries()) {
    const difference = Number(isParameter(segment)) - Number(isParameter(that.segments[index] ?? ""))
    if (difference !== 0) {
      return difference
    }
  }
  return 0
}

/** Returns a function that finds the route of a request. */
export const matcher = <P extends Pattern>(routes: ReadonlyArray<P>): (method: string, path: string) => Match<P> => {
  const sorted = routes.toSorted(bySpecificity)
  return (method, path) => {
    if (!path.startsWith(`${basePath}/`)) {
      return { _tag: "NotFound" }
    }
    const segments = segmentsOf(path.slice(basePath.length))
    const allowed: Array<Method> = []
    for (const route of sorted) {
      const params = paramsOf(route.segments, segments)
      if (params !== undefined) {
        if (route.method === method) {
          return { _tag: "Found", route, params }
        }
        allowed.push(route.method)
      }
    }
    return allowed.length === 0 ? { _tag: "NotFound" } : { _tag: "MethodNotAllowed", allowed }
  }
}
