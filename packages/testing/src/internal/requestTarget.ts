/** The path and the query of a request. */
export interface RequestTarget {
  readonly path: string
  /** A parameter that occurs more than once has all of its values. */
  readonly query: Readonly<Record<string, string | ReadonlyArray<string>>>
}

export const parse = (target: string): RequestTarget => {
  const end = target.indexOf("?")
  const parameters = new URLSearchParams(end === -1 ? "" : target.slice(end))
  const query: Record<string, string | ReadonlyArray<string>> = {}
  for (const name of parameters.keys()) {
    const values = parameters.getAll(name)
    query[name] = values.length === 1 ? values[0] ?? "" : values
  }
  return { path: end === -1 ? target : target.slice(0, end), query }
}
