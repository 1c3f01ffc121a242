/**
 * The endpoints of assistants.
 *
 * @since 0.1.0
 */
import { Assistant, AssistantDeletion, AssistantEnvelope, AssistantList } from "../Assistant.ts"
import { AssistantCreate, AssistantUpdate } from "../AssistantCreate.ts"
import * as Endpoint from "../Endpoint.ts"
import { AssistantId } from "../Ids.ts"

/**
 * Lists all assistants of the organization.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const list = /*#__PURE__*/ Endpoint.make("GET", "/assistants", {
  summary: "Lists all assistants of the organization.",
  success: AssistantList
})

/**
 * Creates an assistant.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const create = /*#__PURE__*/ Endpoint.make("POST", "/assistants", {
  summary: "Creates an assistant.",
  payload: AssistantCreate,
  success: AssistantEnvelope,
  idempotent: false,
  recovery: "Look for the name of the assistant in the list of assistants before you create it again."
})

/**
 * Retrieves an assistant by its id. The response has no envelope.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const retrieve = /*#__PURE__*/ Endpoint.make("GET", "/assistants/:id", {
  summary: "Retrieves an assistant by its id.",
  params: { id: AssistantId },
  success: Assistant,
  returnsResource: true
})

/**
 * Changes settings of an assistant. Absent settings keep their values.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const update = /*#__PURE__*/ Endpoint.make("PATCH", "/assistants/:id", {
  summary: "Changes settings of an assistant. Absent settings keep their values.",
  params: { id: AssistantId },
  payload: AssistantUpdate,
  success: AssistantEnvelope,
  returnsResource: true,
  idempotent: true
})

/**
 * Deletes an assistant.
 *
 * @category endpoints
 * @since 0.1.0
 */
const delete_ = /*#__PURE__*/ Endpoint.make("DELETE", "/assistants/:id", {
  summary: "Deletes an assistant.",
  params: { id: AssistantId },
  success: AssistantDeletion
})

/**
 * Copies an assistant with its FAQ, in the same organization.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const clone = /*#__PURE__*/ Endpoint.make("POST", "/assistants/:id/clone", {
  summary: "Copies an assistant with its FAQ, in the same organization.",
  params: { id: AssistantId },
  success: AssistantEnvelope,
  idempotent: false,
  provisional: true,
  recovery: "Look for a new assistant in the list of assistants before you copy it again."
})

export { delete_ as delete }
