/**
 * Specifications of simulated voices.
 *
 * @since 0.1.0
 */
import type { VoiceLanguage } from "@effect-revox/schema/CatalogVoice"
import type { VoiceProvider } from "@effect-revox/schema/Voice"

/**
 * Specification of a simulated voice. All fields are optional.
 *
 * @category models
 * @since 0.1.0
 */
export interface VoiceSpec {
  /** Id of the voice. Default: derived from the seed of the simulator and the position in the list. */
  readonly id?: string | undefined
  /** Name of the voice. Default: contains the position in the list. */
  readonly name?: string | undefined
  /** Description of the voice. Default: empty. */
  readonly description?: string | undefined
  /** Language of the voice. Default: `"en"`. */
  readonly language?: VoiceLanguage | undefined
  /** Provider of the voice. Default: `"cartesia"`. */
  readonly provider?: VoiceProvider | undefined
  /** Whether the voice was cloned, so that it can be deleted. Default: `false`. */
  readonly isCloned?: boolean | undefined
}
