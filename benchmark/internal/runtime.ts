import * as Revox from "@effect-revox/client/Revox"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { apiKey } from "./contender.ts"

/** This SDK over the stock undici layer, for a base URL. */
export const makeLayer = (baseUrl: string) =>
  Layer.provide(Revox.layer({ apiKey: Redacted.make(apiKey), baseUrl }), NodeHttpClient.layerUndici)

export const makeRuntime = (baseUrl: string) => ManagedRuntime.make(makeLayer(baseUrl))
