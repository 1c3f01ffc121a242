import * as Endpoint from "@effect-revox/schema/Endpoint"
import * as Effect from "effect/Effect"
import type * as Headers from "effect/http/Headers"
import type * as Redacted from "effect/Redacted"
import { type Reason, RevoxError } from "../RevoxError.ts"
import * as Call from "./call.ts"
import { decodeResponse } from "./decodeResponse.ts"
import { redact, secretsOf } from "./redaction.ts"
import { expectedId, fieldsOf, makeRequest, partsOf, spanAttributes } from "./request.ts"
import { measured } from "./telemetry.ts"
import { traced } from "./traced.ts"
import type { Transport } from "./transport.ts"

/** A decoded response. */
export interface Response<A> {
  readonly value: A
  readonly text: string
  readonly status: number
  readonly headers: Headers.Headers
  readonly attempts: number
}

/** The options of one call. */
export interface Options<A> {
  readonly operation?: string | undefined
  readonly attributes?: ((value: A) => Readonly<Record<string, unknown>>) | undefined
}

/** Executes endpoints over a transport. */
export const make = (transport: Transport, apiKey: Redacted.Redacted<string>) =>
<E extends Endpoint.Any>(
  endpoint: E,
  request: Endpoint.Request<E>,
  options: Options<Endpoint.Success<E>> = {}
): Effect.Effect<Response<Endpoint.Success<E>>, RevoxError, Endpoint.Services<E>> =>
  Effect.suspend(() => {
    const parts = partsOf(request)
    const { attributes, operation = `${endpoint.method} ${endpoint.path}` } = options
    const call = Call.make(endpoint, {
      hasBasePath: transport.hasBasePath,
      redact: (text, length) => redact(text, secretsOf(apiKey, endpoint, fieldsOf(parts), parts.payload), length)
    })
    const { kind } = Endpoint.successBody(endpoint)
    const response = makeRequest(endpoint, parts, transport.base).pipe(
      Effect.flatMap((request) => transport.send(request, call, kind)),
      Effect.flatMap((raw) =>
        Effect.mapEager(
          decodeResponse(endpoint, raw, { call, expectedId: expectedId(endpoint, parts) }),
          (value) => ({ value, text: raw.body, status: raw.status, headers: raw.headers, attempts: call.attempts })
        )
      ),
      attributes === undefined
        ? (effect) => effect
        : Effect.tap(({ value }) => Effect.annotateCurrentSpan(attributes(value)))
    )
    return traced(
      Effect.mapError(
        measured(response, { operation, attempts: () => call.attempts }),
        (reason: Reason) => new RevoxError({ operation, reason })
      ),
      operation,
      () => spanAttributes(endpoint, parts)
    )
  })
