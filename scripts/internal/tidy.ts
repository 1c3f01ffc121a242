import { Predicate } from "effect"

/** Whether a schema inside `allOf` says nothing but what a field means. */
const isDescription = (value: unknown): value is { readonly description: string } =>
  Predicate.isObject(value) && Object.keys(value).join() === "description"

/**
 * JSON Schema as a person would write it: what a field means stands beside its type rather than in an `allOf`, and
 * objects stay open, since fields are added to the API at any time.
 */
export const tidy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(tidy)
  if (!Predicate.isObject(value)) return value
  const { additionalProperties, allOf, ...rest } = value
  const notes = Array.isArray(allOf) ? allOf.filter(isDescription) : []
  const constraints = Array.isArray(allOf) ? allOf.filter((item) => !isDescription(item)) : []
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, tidy(item)])),
    ...(additionalProperties === undefined || Predicate.isBoolean(additionalProperties)
      ? {}
      : { additionalProperties: tidy(additionalProperties) }),
    ...(constraints.length === 0 ? {} : { allOf: constraints.map(tidy) }),
    ...notes.at(-1)
  }
}
