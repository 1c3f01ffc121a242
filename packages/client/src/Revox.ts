/**
 * Layers with all services of the SDK: the client and the services that use it.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Account from "./Account.ts"
import * as Assistants from "./Assistants.ts"
import * as Calls from "./Calls.ts"
import * as Campaigns from "./Campaigns.ts"
import * as PhoneNumbers from "./PhoneNumbers.ts"
import * as RevoxClient from "./RevoxClient.ts"
import type { RevoxError } from "./RevoxError.ts"
import * as Voices from "./Voices.ts"

/**
 * All services of the SDK.
 *
 * @category models
 * @since 0.1.0
 */
export type Services =
  | Account.Account
  | Assistants.Assistants
  | Calls.Calls
  | Campaigns.Campaigns
  | PhoneNumbers.PhoneNumbers
  | RevoxClient.RevoxClient
  | Voices.Voices

const services = /*#__PURE__*/ Layer.mergeAll(
  Account.layer,
  Assistants.layer,
  Calls.layer,
  Campaigns.layer,
  PhoneNumbers.layer,
  Voices.layer
)

/**
 * Layer of all services, configured by values.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: RevoxClient.Options
): Layer.Layer<Services, RevoxError, HttpClient.HttpClient> => Layer.provideMerge(services, RevoxClient.layer(options))

/**
 * Layer of all services, configured by `Config`.
 *
 * **Details**
 *
 * Without options, it reads `REVOX_API_KEY`, which is required, and `REVOX_BASE_URL`, as the official SDKs do.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig = (
  options?: Config.Wrap<RevoxClient.Options>
): Layer.Layer<Services, Config.ConfigError, HttpClient.HttpClient> =>
  Layer.provideMerge(services, RevoxClient.layerConfig(options))
