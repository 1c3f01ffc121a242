/**
 * The service that creates, retrieves, updates and deletes assistants.
 *
 * @since 0.1.0
 */
import * as assistants from "@effect-revox/schema/api/assistants"
import type { Assistant } from "@effect-revox/schema/Assistant"
import type { AssistantCreate, AssistantUpdate } from "@effect-revox/schema/AssistantCreate"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { invalidResponse } from "./internal/invalidResponse.ts"
import * as RevoxClient from "./RevoxClient.ts"
import type { RevoxError } from "./RevoxError.ts"

/**
 * Creates, retrieves, updates and deletes assistants.
 *
 * @category services
 * @since 0.1.0
 */
export class Assistants extends Context.Service<Assistants, {
  /** Lists all assistants of the organization. The API does not document an order. */
  readonly list: () => Effect.Effect<ReadonlyArray<Assistant>, RevoxError>
  /**
   * Creates an assistant.
   *
   * The request is not idempotent. It is retried only if the server certainly did not act on it. If the error's
   * `delivery` is `"unknown"` or `"accepted"`, look for the name of the assistant in `list` before you create it again.
   */
  readonly create: (assistant: AssistantCreate) => Effect.Effect<Assistant, RevoxError>
  /** Retrieves an assistant by its id. The assistant contains secrets, which `Secrets.mask` masks. */
  readonly retrieve: (id: string) => Effect.Effect<Assistant, RevoxError>
  /**
   * Changes settings of an assistant. Only the given settings are sent: absent ones keep their values, and `null` clears
   * a setting whose type includes `null`.
   */
  readonly update: (id: string, changes: AssistantUpdate) => Effect.Effect<Assistant, RevoxError>
  /**
   * Deletes an assistant.
   *
   * **Details**
   *
   * It succeeds if the server confirms the deletion. It also succeeds if an attempt has an unknown outcome and a retry
   * of it returns 404, because the assistant does not exist any more. It fails with `InvalidResponseError` if the server
   * responds that it did not delete the assistant, and with `NotFoundError` if the first response is 404.
   */
  readonly delete: (id: string) => Effect.Effect<void, RevoxError>
  /**
   * Copies an assistant with its FAQ, in the same organization. `Assistant.toCreate` copies to another organization.
   *
   * The request is not idempotent. The endpoint is provisional: its method and path are not publicly documented.
   */
  readonly clone: (id: string) => Effect.Effect<Assistant, RevoxError>
}>()("@effect-revox/client/Assistants") {}

const notDeleted = "The server responds that it did not delete the assistant"

/** Whether an earlier attempt, whose outcome is unknown, may have deleted the assistant. */
const mayBeDeleted = ({ delivery, reason }: RevoxError): boolean =>
  reason._tag === "NotFoundError" && delivery === "unknown"

/**
 * Makes the `Assistants` service from a {@link RevoxClient.RevoxClient}.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<Assistants["Service"], never, RevoxClient.RevoxClient> = Effect.map(
  RevoxClient.RevoxClient,
  (client) =>
    Assistants.of({
      list: () =>
        Effect.map(
          client.execute(assistants.list, {}, { operation: "Assistants.list" }),
          ({ assistants }) => assistants
        ),
      create: (payload) =>
        Effect.map(
          client.execute(assistants.create, { payload }, { operation: "Assistants.create" }),
          ({ assistant }) => assistant
        ),
      retrieve: (id) => client.execute(assistants.retrieve, { params: { id } }, { operation: "Assistants.retrieve" }),
      update: (id, payload) =>
        Effect.map(
          client.execute(assistants.update, { params: { id }, payload }, { operation: "Assistants.update" }),
          ({ assistant }) => assistant
        ),
      delete: (id) =>
        client.executeResponse(assistants.delete, { params: { id } }, { operation: "Assistants.delete" }).pipe(
          Effect.flatMap((response) =>
            response.value.success
              ? Effect.void
              : Effect.fail(
                invalidResponse("Assistants.delete", response, notDeleted, ": retrieve it to check whether it exists.")
              )
          ),
          Effect.catchIf(mayBeDeleted, () => Effect.void)
        ),
      clone: (id) =>
        Effect.map(
          client.execute(assistants.clone, { params: { id } }, { operation: "Assistants.clone" }),
          ({ assistant }) => assistant
        )
    })
)

/**
 * Layer of the `Assistants` service. It requires a {@link RevoxClient.RevoxClient}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Assistants, never, RevoxClient.RevoxClient> = Layer.effect(Assistants, make)
