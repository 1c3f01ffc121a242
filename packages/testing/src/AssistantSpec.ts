/**
 * Specifications of simulated assistants.
 *
 * @since 0.1.0
 */
import type { AssistantUpdate } from "@effect-revox/schema/AssistantCreate"

/**
 * Specification of a simulated assistant: its settings, with those of the API as defaults. All fields are optional.
 *
 * @category models
 * @since 0.1.0
 */
export interface AssistantSpec extends AssistantUpdate {
  /** Id of the assistant. Default: derived from the seed of the simulator and a counter. */
  readonly id?: string
}
