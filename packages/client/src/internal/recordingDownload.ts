import { FiniteTime, PositiveCount, validator } from "@effect-revox/schema/Options"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { constTrue } from "effect/Function"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import {
  type Reason,
  RecordingAddressError,
  RecordingRequestError,
  RecordingTooLargeError,
  RecordingUnavailableError
} from "../RecordingError.ts"
import { rootCause } from "./connectionError.ts"
import * as Address from "./recordingAddress.ts"
import { expiryOf } from "./recordingExpiry.ts"
import { withoutRedirects } from "./redirects.ts"

const Settings = Schema.Struct({
  maxSize: PositiveCount.pipe(Schema.withDecodingDefault(Effect.succeed(256 * 1024 * 1024))),
  timeout: FiniteTime.pipe(Schema.withDecodingDefault(Effect.succeed("60 seconds")))
})

type Settings = typeof Settings.Type

const validate = /*#__PURE__*/ validator(Settings)

/** How recordings are requested. */
export interface Environment {
  readonly httpClient: HttpClient.HttpClient
  /** Whether loopback addresses are allowed. */
  readonly allowsLoopback: boolean
}

const maxRedirects = 5

const parseUrl = Option.liftThrowable((text: string, base?: URL) => new URL(text, base))

const urlOf = (text: string, base?: URL): Effect.Effect<URL, Reason> =>
  Effect.mapError(
    Effect.fromOption(parseUrl(text, base)),
    () => new RecordingAddressError({ problem: "the address is not a URL" })
  )

/** Describes an error of the HTTP client by its code, since its message can contain the URL. */
const connectionError = (
  { reason }: HttpClientError.HttpClientError,
  problem = "the connection failed"
): RecordingRequestError => {
  const cause = rootCause(reason)
  const code = Predicate.hasProperty(cause, "code") && Predicate.isString(cause.code) ? cause.code : "no details"
  return new RecordingRequestError({ problem: `${problem} (${code})`, isRetryable: true })
}

const timeoutError = (timeout: Duration.Duration, problem: string): RecordingRequestError =>
  new RecordingRequestError({ problem: `${problem} within ${Duration.format(timeout)}`, isRetryable: true })

/**
 * Sends requests without a span and trace headers: the span would have the URL, and the server is not that of the API.
 * Redirects are not followed by `fetch`.
 */
const untraced = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.updateContext(
    effect,
    (context: Context.Context<R>) => Context.add(withoutRedirects(context), HttpClient.TracerDisabledWhen, constTrue)
  )

const send = (
  url: URL,
  { timeout }: Settings,
  { httpClient }: Environment
): Effect.Effect<HttpClientResponse.HttpClientResponse, Reason, Scope.Scope> =>
  // A compressed body would have another size than the recording.
  untraced(
    HttpClient.withScope(httpClient).execute(
      HttpClientRequest.get(url.href, { headers: { accept: "*/*", "accept-encoding": "identity" } })
    )
  ).pipe(
    Effect.mapError((error) => connectionError(error)),
    Effect.timeoutOrElse({
      duration: timeout,
      orElse: () => Effect.fail(timeoutError(timeout, "no response"))
    })
  )

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

/** Requests a recording, and follows redirects, each to an address that is checked first. */
const request = Effect.fnUntraced(function*(
  text: string,
  settings: Settings,
  environment: Environment
): Effect.fn.Return<
  { readonly url: URL; readonly response: HttpClientResponse.HttpClientResponse },
  Reason,
  Scope.Scope
> {
  let url = yield* urlOf(text)
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const problem = Address.failure(url, environment.allowsLoopback)
    if (problem !== undefined) return yield* problem
    const response = yield* send(url, settings, environment)
    const { location } = response.headers
    if (!isRedirect(response.status) || location === undefined) return { url, response }
    url = yield* urlOf(location, url)
  }
  return yield* new RecordingRequestError({
    problem: `the server redirected the request more than ${maxRedirects} times`,
    isRetryable: false
  })
})

/** The reason why a response with another status than 200 has no recording. */
const statusError = (status: number, isExpired: boolean): Reason => {
  const unavailable = (problem: RecordingUnavailableError["problem"]) =>
    new RecordingUnavailableError({ problem, status })
  switch (status) {
    case 400:
      if (isExpired) return unavailable("expired")
      break
    case 401:
    case 403:
      return unavailable(isExpired ? "expired" : "forbidden")
    case 404:
      return unavailable("not-found")
    case 410:
      return unavailable("expired")
  }
  return new RecordingRequestError({
    problem: `the server responded with status ${status}`,
    isRetryable: status === 408 || status === 429 || status >= 500,
    status
  })
}

const isText = (contentType: string | undefined): boolean =>
  contentType !== undefined && /^\s*(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml)\b)/i.test(contentType)

/** The stated size of a body that is not compressed. */
const statedSize = ({ headers }: HttpClientResponse.HttpClientResponse): number | undefined => {
  const { "content-encoding": encoding = "identity", "content-length": length } = headers
  return encoding === "identity" && length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined
}

/** The bytes of a response, within the limits of size and time. */
const bodyOf = (
  response: HttpClientResponse.HttpClientResponse,
  { maxSize, timeout }: Settings
): Stream.Stream<Uint8Array, Reason> => {
  const size = statedSize(response)
  if (size !== undefined && size > maxSize) return Stream.fail(new RecordingTooLargeError({ maxSize }))
  let received = 0
  const complete = Stream.suspend(() =>
    size === undefined || received === size
      ? Stream.empty
      : Stream.fail(
        new RecordingRequestError({
          problem: `the response ended after ${received} of ${size} bytes`,
          isRetryable: true
        })
      )
  )
  return response.stream.pipe(
    Stream.mapError((error): Reason => connectionError(error, `the connection failed after ${received} bytes`)),
    Stream.timeoutOrElse({
      duration: timeout,
      orElse: () => Stream.fail(timeoutError(timeout, `no further part after ${received} bytes`))
    }),
    Stream.mapEffect((chunk) => {
      received += chunk.length
      return received > maxSize ? Effect.fail(new RecordingTooLargeError({ maxSize })) : Effect.succeed(chunk)
    }),
    Stream.concat(complete)
  )
}

/** Streams the bytes of a recording. */
export const download = (
  recordingUrl: string | null,
  options: object,
  environment: Environment
): Stream.Stream<Uint8Array, Reason> =>
  Stream.unwrap(Effect.gen(function*() {
    const settings = yield* validate(options)
    if (!Predicate.isString(recordingUrl) || recordingUrl === "") {
      return yield* new RecordingUnavailableError({ problem: "none" })
    }
    const { response, url } = yield* request(recordingUrl, settings, environment)
    const { headers, status } = response
    if (status !== 200) {
      const expiry = expiryOf(url)
      return yield* statusError(status, expiry !== undefined && expiry <= (yield* Clock.currentTimeMillis))
    }
    if (isText(headers["content-type"])) {
      return yield* new RecordingUnavailableError({ problem: "not-audio", status })
    }
    return bodyOf(response, settings)
  }))
