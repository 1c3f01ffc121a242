import * as Api from "@effect-revox/schema/Api"
import type * as Endpoint from "@effect-revox/schema/Endpoint"
import * as Option from "effect/Option"

/** An endpoint of the API with its id, such as `campaigns.getRows`. */
export interface NamedEndpoint {
  readonly id: string
  readonly endpoint: Endpoint.Any
}

/** All endpoints of the API. */
export const endpoints: ReadonlyArray<NamedEndpoint> = Object.entries(Api).flatMap(([resource, group]) =>
  Object.entries<Endpoint.Any>(group).map(([name, endpoint]) => ({ id: `${resource}.${name}`, endpoint }))
)

/** Method and path of an endpoint: `GET /campaigns/:id`. */
export const nameOf = ({ endpoint: { method, path } }: NamedEndpoint): string => `${method} ${path}`

const isParameter = (segment: string): boolean => segment.startsWith(":")

/** Returns the values of the parameters that a path has instead of their names, or none if the pattern does not match. */
const paramsOf = (pattern: string, path: string): Option.Option<Readonly<Record<string, string>>> => {
  const expected = pattern.split("/")
  const segments = path.split("/")
  if (expected.length !== segments.length) return Option.none()
  const params: Record<string, string> = {}
  for (const [index, segment] of segments.entries()) {
    const name = expected[index] ?? ""
    if (!isParameter(name)) {
      if (name !== segment) return Option.none()
    } else if (!isParameter(segment)) {
      if (segment === "") return Option.none()
      params[name.slice(1)] = segment
    }
  }
  return Option.some(params)
}

/** An endpoint, and the values of its parameters in a path. */
export interface Found extends NamedEndpoint {
  readonly params: Readonly<Record<string, string>>
}

const match = (text: string) => {
  const [, method = "", path = ""] = /^\s*([a-z]+)\s+(?:\/api(?=\/))?(\/\S*)\s*$/i.exec(text) ?? []
  return (named: NamedEndpoint): Option.Option<Found> =>
    named.endpoint.method === method.toUpperCase()
      ? Option.map(paramsOf(named.endpoint.path, path), (params) => ({ ...named, params }))
      : Option.none()
}

/** Finds the endpoint of a method and a path: `GET /campaigns/:id`, or `GET /campaigns/demo` for one campaign. */
export const find = (text: string): Option.Option<Found> => {
  const matching = endpoints.flatMap((endpoint) => Option.toArray(match(text)(endpoint)))
  // A literal segment is preferred over a parameter: `/calls/search` over `/calls/:id`.
  return Option.fromUndefinedOr(
    matching.toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0]
  )
}
