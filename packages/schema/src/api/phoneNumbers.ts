/**
 * The endpoints of the phone numbers of the organization.
 *
 * @since 0.1.0
 */
import * as Endpoint from "../Endpoint.ts"
import { PhoneNumberId } from "../Ids.ts"
import { PhoneNumberEnvelope, PhoneNumberList, PhoneNumberUpdate } from "../OwnedPhoneNumber.ts"

/**
 * Lists the phone numbers of the organization.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const list = /*#__PURE__*/ Endpoint.make("GET", "/phone-numbers", {
  summary: "Lists the phone numbers of the organization.",
  success: PhoneNumberList
})

/**
 * Changes the label or the inbound assistant of a phone number. Absent fields keep their values.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const update = /*#__PURE__*/ Endpoint.make("PATCH", "/phone-numbers/:id", {
  summary: "Changes the label or the inbound assistant of a phone number. Absent fields keep their values.",
  params: { id: PhoneNumberId },
  payload: PhoneNumberUpdate,
  success: PhoneNumberEnvelope,
  returnsResource: true,
  idempotent: true,
  provisional: true
})

/**
 * Deletes a phone number of the organization.
 *
 * @category endpoints
 * @since 0.1.0
 */
const delete_ = /*#__PURE__*/ Endpoint.make("DELETE", "/phone-numbers/:id", {
  summary: "Deletes a phone number of the organization.",
  params: { id: PhoneNumberId },
  success: Endpoint.Empty
})

export { delete_ as delete }
