/**
 * The endpoints of the user that the API key belongs to.
 *
 * @since 0.1.0
 */
import * as Endpoint from "../Endpoint.ts"
import { AuthStatus, UserEnvelope, UserUpdate } from "../User.ts"

/**
 * Retrieves the user that the API key belongs to.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const me = /*#__PURE__*/ Endpoint.make("GET", "/users/me", {
  summary: "Retrieves the user that the API key belongs to.",
  success: UserEnvelope
})

/**
 * Changes the user that the API key belongs to. Absent fields keep their values.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const updateMe = /*#__PURE__*/ Endpoint.make("PATCH", "/users/me", {
  summary: "Changes the user that the API key belongs to. Absent fields keep their values.",
  payload: UserUpdate,
  success: UserEnvelope,
  idempotent: true
})

/**
 * Checks whether the API key is valid.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const authStatus = /*#__PURE__*/ Endpoint.make("GET", "/auth-status", {
  summary: "Checks whether the API key is valid.",
  success: AuthStatus
})
