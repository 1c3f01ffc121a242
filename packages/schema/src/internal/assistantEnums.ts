import * as OpenEnum from "../OpenEnum.ts"

/**
 * The background sound of a call.
 *
 * @category schemas
 * @since 0.1.0
 */
export const BackgroundSound = OpenEnum.make(["audio/office.ogg"])
/**
 * The background sound of a call.
 *
 * @category models
 * @since 0.1.0
 */
export type BackgroundSound = typeof BackgroundSound.Type

/**
 * An outcome of a call that can trigger a notification.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CallOutcome = OpenEnum.make([
  "not_interested",
  "interested",
  "completed",
  "requested_callback_later",
  "requested_callback_new_number",
  "do_not_contact"
])
/**
 * An outcome of a call that can trigger a notification.
 *
 * @category models
 * @since 0.1.0
 */
export type CallOutcome = typeof CallOutcome.Type

/**
 * The source of an assistant's first sentence.
 *
 * @category schemas
 * @since 0.1.0
 */
export const FirstSentenceMode = OpenEnum.make(["generated", "static", "none"])
/**
 * The source of an assistant's first sentence.
 *
 * @category models
 * @since 0.1.0
 */
export type FirstSentenceMode = typeof FirstSentenceMode.Type

/**
 * The mode of a transfer to a person: `warm` with an introduction, `cold` without.
 *
 * @category schemas
 * @since 0.1.0
 */
export const HumanTransferMode = OpenEnum.make(["warm", "cold"])
/**
 * The mode of a transfer to a person: `warm` with an introduction, `cold` without.
 *
 * @category models
 * @since 0.1.0
 */
export type HumanTransferMode = typeof HumanTransferMode.Type

/**
 * The sound that plays while an assistant prepares its response.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ThinkingSound = OpenEnum.make([
  "city-ambience.ogg",
  "forest-ambience.ogg",
  "office-ambience.ogg",
  "crowded-room.ogg",
  "keyboard-typing.ogg",
  "keyboard-typing2.ogg",
  "hold_music.ogg"
])
/**
 * The sound that plays while an assistant prepares its response.
 *
 * @category models
 * @since 0.1.0
 */
export type ThinkingSound = typeof ThinkingSound.Type

/**
 * An outcome of a call that can trigger an SMS.
 *
 * @category schemas
 * @since 0.1.0
 */
export const SmsOutcome = OpenEnum.make([
  "not_interested",
  "interested",
  "completed",
  "requested_callback_later",
  "none"
])
/**
 * An outcome of a call that can trigger an SMS.
 *
 * @category models
 * @since 0.1.0
 */
export type SmsOutcome = typeof SmsOutcome.Type
