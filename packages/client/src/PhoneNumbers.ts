/**
 * The service that lists, updates and deletes the phone numbers of the organization.
 *
 * @since 0.1.0
 */
import * as phoneNumbers from "@effect-revox/schema/api/phoneNumbers"
import type { OwnedPhoneNumber, PhoneNumberUpdate } from "@effect-revox/schema/OwnedPhoneNumber"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as RevoxClient from "./RevoxClient.ts"
import type { RevoxError } from "./RevoxError.ts"

/**
 * Lists, updates and deletes the phone numbers of the organization.
 *
 * @category services
 * @since 0.1.0
 */
export class PhoneNumbers extends Context.Service<PhoneNumbers, {
  /** Lists the phone numbers of the organization. The API does not document an order. */
  readonly list: () => Effect.Effect<ReadonlyArray<OwnedPhoneNumber>, RevoxError>
  /**
   * Changes the label or the inbound assistant of a phone number. Absent fields keep their values, and `null` clears
   * them.
   *
   * The endpoint is provisional: its method and path are not publicly documented.
   */
  readonly update: (id: string, changes: PhoneNumberUpdate) => Effect.Effect<OwnedPhoneNumber, RevoxError>
  /** Deletes a phone number by its id, which is not the number itself. */
  readonly delete: (id: string) => Effect.Effect<void, RevoxError>
}>()("@effect-revox/client/PhoneNumbers") {}

/**
 * Makes the `PhoneNumbers` service from a {@link RevoxClient.RevoxClient}.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<PhoneNumbers["Service"], never, RevoxClient.RevoxClient> = Effect.map(
  RevoxClient.RevoxClient,
  (client) =>
    PhoneNumbers.of({
      list: () =>
        Effect.map(
          client.execute(phoneNumbers.list, {}, { operation: "PhoneNumbers.list" }),
          ({ phone_numbers }) => phone_numbers
        ),
      update: (id, payload) =>
        Effect.map(
          client.execute(phoneNumbers.update, { params: { id }, payload }, { operation: "PhoneNumbers.update" }),
          ({ phone_number }) => phone_number
        ),
      delete: (id) => client.execute(phoneNumbers.delete, { params: { id } }, { operation: "PhoneNumbers.delete" })
    })
)

/**
 * Layer of the `PhoneNumbers` service. It requires a {@link RevoxClient.RevoxClient}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<PhoneNumbers, never, RevoxClient.RevoxClient> = Layer.effect(PhoneNumbers, make)
