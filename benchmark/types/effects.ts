import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

class AppError extends Schema.TaggedError<AppError>()("AppError", { reason: Schema.String }) {}

// The baseline of a program that streams over HTTP without this SDK.
export const program = HttpClient.HttpClient.use((client) => client.get("https://example.com")).pipe(
  Effect.flatMap((response) => response.json),
  Effect.mapError((error) => new AppError({ reason: error.message })),
  Stream.fromEffect,
  Stream.map(identity),
  Stream.runForEach((json) => Effect.log(json)),
  Effect.catchTag("AppError", (error) => Effect.log(error.reason)),
  Effect.provide(FetchHttpClient.layer)
)
