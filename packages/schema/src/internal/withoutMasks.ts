import * as Schema from "effect/Schema"
import * as Secrets from "../Secrets.ts"

/** Refuses masks, which would replace a secret. */
export const withoutMasks = /*#__PURE__*/ Schema.makeFilter((body: object) =>
  Secrets.maskedPaths(body).map((path) => ({
    path,
    issue: `a secret instead of its mask (${Secrets.masked})`
  }))
)
