/**
 * Specifications of simulated phone numbers.
 *
 * @since 0.1.0
 */

/**
 * Specification of a simulated phone number of the organization. All fields are optional.
 *
 * @category models
 * @since 0.1.0
 */
export interface PhoneNumberSpec {
  /** Id of the phone number. Default: derived from the seed of the simulator and the position in the list. */
  readonly id?: string | undefined
  /** The number itself. Default: derived from the position in the list. */
  readonly phoneNumber?: string | undefined
  /** Label of the number. Default: none. */
  readonly label?: string | undefined
}
