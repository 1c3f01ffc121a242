/**
 * The endpoints of voices.
 *
 * @since 0.1.0
 */
import { VoiceClone, VoiceEnvelope, VoiceList, VoicePreview, VoiceQuery } from "../CatalogVoice.ts"
import * as Endpoint from "../Endpoint.ts"
import { VoiceId } from "../Ids.ts"
import { UncheckedJson } from "../internal/json.ts"

/**
 * Lists the voices that assistants can speak with.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const list = /*#__PURE__*/ Endpoint.make("GET", "/voices", {
  summary: "Lists the voices that assistants can speak with.",
  success: VoiceList
})

/**
 * Retrieves a voice by its id and provider.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const retrieve = /*#__PURE__*/ Endpoint.make("GET", "/voices/:id", {
  summary: "Retrieves a voice by its id and provider.",
  params: { id: VoiceId },
  query: VoiceQuery,
  success: VoiceEnvelope,
  returnsResource: true
})

/**
 * Synthesises a short audio sample of a voice.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const preview = /*#__PURE__*/ Endpoint.make("POST", "/voices/preview", {
  summary: "Synthesises a short audio sample of a voice.",
  payload: VoicePreview,
  success: Endpoint.bytes("audio/mpeg"),
  idempotent: true
})

/**
 * Clones a voice from a recording. The response is not publicly documented.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const clone = /*#__PURE__*/ Endpoint.make("POST", "/voices/clone", {
  summary: "Clones a voice from a recording. The response is not publicly documented.",
  payload: VoiceClone,
  success: UncheckedJson,
  idempotent: false,
  recovery: "Look for the name of the voice in the list of voices before you clone it again."
})

/**
 * Deletes a cloned voice. It fails with 409 while an assistant uses the voice.
 *
 * @category endpoints
 * @since 0.1.0
 */
const delete_ = /*#__PURE__*/ Endpoint.make("DELETE", "/voices/:id", {
  summary: "Deletes a cloned voice. It fails with 409 while an assistant uses the voice.",
  params: { id: VoiceId },
  success: Endpoint.Empty,
  provisional: true
})

export { delete_ as delete }
