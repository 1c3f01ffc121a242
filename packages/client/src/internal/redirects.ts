import * as Context from "effect/Context"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Option from "effect/Option"

/** The context of requests whose redirects `fetch` must not follow. */
export const withoutRedirects = <R>(context: Context.Context<R>) => {
  const init = Option.getOrUndefined(Context.getOption(context, FetchHttpClient.RequestInit))
  return Context.add(context, FetchHttpClient.RequestInit, { ...init, redirect: "manual" })
}
