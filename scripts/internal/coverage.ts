import { Api, type Endpoint } from "@effect-revox/schema"
import { String } from "effect"
import { commandsOf } from "./commands.ts"

/** An endpoint with the method of the service that executes it. */
export interface Covered {
  readonly endpoint: Endpoint.Any
  /** The name of the service, such as `PhoneNumbers`. */
  readonly service: string
  readonly method: string
}

/** All endpoints. Each resource has a service, which has a method for each endpoint. */
export const covered: ReadonlyArray<Covered> = Object.entries(Api).flatMap(([resource, endpoints]) =>
  Object.entries(endpoints).map(([method, endpoint]) => ({ endpoint, service: String.capitalize(resource), method }))
)

const commandCell = (method: string): string =>
  (commandsOf[method] ?? []).map((command) => `\`revox ${command}\``).join(", ")

const row = ({ endpoint: { idempotent, method, path, provisional }, service, method: name }: Covered): string =>
  `| \`${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}\` | \`${service}.${name}\` | ${
    commandCell(`${service}.${name}`)
  } | ${provisional ? "provisional" : "settled"} | ${idempotent ? "yes" : "no"} |`

/** A page with a table of all endpoints. */
export const coveragePage = `---
description: Every endpoint of the Revox API with its SDK method, its command, and whether it is documented and idempotent.
---

# Coverage

The endpoints of the API, the methods of the services that execute them, and the [commands](cli.md). Generated from the
declarations of \`@effect-revox/schema/Api\` by \`pnpm generate\`.

- **Settled**: the method and the path are publicly documented.
- **Provisional**: the endpoint exists, but its method or path is not publicly documented. Both are inferred, so they may
  be wrong. The message of a 404 says so.
- **Idempotent**: the client may send the request again after a failure. Other requests are sent again only if the
  server certainly did not act on them.

| Endpoint | Method | Command | Documentation | Idempotent |
| --- | --- | --- | --- | --- |
${covered.map(row).join("\n")}

[Endpoints that are not listed](../guides/requests.md#call-a-custom-endpoint) can be declared in a few lines. [Add an
endpoint](../contributing/adding-an-endpoint.md) describes how to add one to this SDK.
`
