import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as UrlParams from "effect/http/UrlParams"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { Policy } from "../Policy.ts"
import { InvalidRequestError, type Reason, TimeoutError } from "../RevoxError.ts"
import type { Answer } from "./answer.ts"
import { attempt } from "./attempt.ts"
import * as Gate from "./gate.ts"
import { CurrentOverrides, noOverrides, type Overrides } from "./overrides.ts"
import { retried, schedule } from "./retry.ts"
import * as RetryBudget from "./retryBudget.ts"
import { Retries, type Settings, Time } from "./settings.ts"
import { within } from "./timeLimit.ts"

/** How long all requests wait after a 429 that does not say how long. */
const unsaid = Duration.millis(500)

/** How many requests a call has sent so far. */
export interface Counter {
  attempts: number
}

export const counter = (): Counter => ({ attempts: 0 })

/** Requests with all that is put around them, and answers of 2xx. */
export interface Transport {
  readonly get: (
    path: string,
    urlParams: UrlParams.Input | undefined,
    sent: Counter
  ) => Effect.Effect<Answer, Reason>
}

const Region = Schema.Struct({
  timeout: Schema.optionalKey(Time),
  deadline: Schema.optionalKey(Time),
  retries: Schema.optionalKey(Retries)
})

const decodeRegion = Schema.decodeEffect(Region)

/** What a region of code wants otherwise, checked where it is used, since a region cannot fail by itself. */
const region = ({ transformClient: _, ...values }: Overrides): Effect.Effect<typeof Region.Type, InvalidRequestError> =>
  Effect.mapError(
    decodeRegion(values),
    ({ message }) => new InvalidRequestError({ message: `An override cannot be used. ${message}` })
  )

const withDeadline = <A, R>(
  effect: Effect.Effect<A, Reason, R>,
  deadline: Duration.Duration,
  sent: Counter
): Effect.Effect<A, Reason, R> =>
  Duration.isFinite(deadline)
    ? within(effect, deadline, () =>
      new TimeoutError({
        attempts: sent.attempts,
        message: `No answer by the deadline of ${Duration.format(deadline)}, retries and pauses included: ` +
          "try again later, or allow more time."
      }))
    : effect

export const make = Effect.fnUntraced(function*(
  settings: typeof Settings.Type,
  options: {
    readonly rateLimit?: Policy | undefined
    readonly circuitBreaker?: Policy | undefined
    readonly transformClient?: ((client: HttpClient.HttpClient) => HttpClient.HttpClient) | undefined
  }
): Effect.fn.Return<Transport, never, HttpClient.HttpClient | Scope.Scope> {
  const { apiKey } = settings
  const base = HttpClientRequest.get(settings.baseUrl.href).pipe(
    HttpClientRequest.bearerToken(apiKey),
    HttpClientRequest.acceptJson,
    HttpClientRequest.setHeader("user-agent", settings.userAgent)
  )
  const httpClient = (options.transformClient ?? identity)(yield* HttpClient.HttpClient)
  const limited = options.rateLimit === undefined ? identity : yield* options.rateLimit.make
  const guarded = options.circuitBreaker === undefined ? identity : yield* options.circuitBreaker.make
  const permitted = settings.concurrency === undefined
    ? identity
    : (yield* Semaphore.make(settings.concurrency)).withPermits(1)
  const gate = Gate.make()
  const budget = RetryBudget.make()

  const usual = {
    client: httpClient,
    deadline: settings.deadline,
    timeout: settings.timeout,
    schedule: schedule(settings.retries, budget)
  }

  const send = (
    request: HttpClientRequest.HttpClientRequest,
    { client, deadline, schedule, timeout }: typeof usual,
    sent: Counter
  ): Effect.Effect<Answer, Reason> => {
    const once = Effect.suspend(() =>
      attempt(request, { httpClient: client, apiKey, timeout, attempts: ++sent.attempts })
    ).pipe(
      Effect.tapError((reason) =>
        reason._tag === "RateLimitError" ? gate.close(reason.retryAfter ?? unsaid) : Effect.void
      )
    )
    // The gate comes last: it may have closed while a request waited for the limiter or for a permit.
    const call = Effect.andThen(gate.pass, once).pipe(permitted, limited, (call) => retried(call, schedule), guarded)
    return Effect.map(withDeadline(call, deadline, sent), (answer) => {
      budget.earn()
      return answer
    })
  }

  /** The options of the client, less what the region of code that calls wants otherwise. */
  const wanted = (overrides: Overrides): Effect.Effect<typeof usual, InvalidRequestError> =>
    Effect.map(region(overrides), ({ retries, ...times }) => ({
      ...usual,
      ...times,
      client: (overrides.transformClient ?? identity)(httpClient),
      schedule: retries === undefined ? usual.schedule : schedule(retries, budget)
    }))

  return {
    get: (path, urlParams, sent) =>
      Effect.withFiber((fiber) => {
        const to = HttpClientRequest.appendUrl(base, path)
        const request = urlParams === undefined ? to : HttpClientRequest.setUrlParams(to, urlParams)
        const overrides = fiber.getRef(CurrentOverrides)
        return overrides === noOverrides
          ? send(request, usual, sent)
          : Effect.flatMap(wanted(overrides), (options) => send(request, options, sent))
      })
  }
})
