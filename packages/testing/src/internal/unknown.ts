import * as Data from "effect/Data"

/**
 * Defect of a test that accesses a campaign that the simulator does not have.
 *
 * @category errors
 * @since 0.1.0
 */
export class UnknownCampaign extends Data.TaggedError("UnknownCampaign")<{
  /** The unknown campaign id. */
  readonly id: string
}> {
  override get message(): string {
    return `The simulator has no campaign "${this.id}". Add it with \`addCampaign\` or the option \`campaigns\`.`
  }
}

/**
 * Defect of a test that accesses a call that the simulator does not have.
 *
 * @category errors
 * @since 0.1.0
 */
export class UnknownCall extends Data.TaggedError("UnknownCall")<{
  /** The unknown call id. */
  readonly id: string
}> {
  override get message(): string {
    return `The simulator has no call "${this.id}". Add it with \`addCall\` or the option \`calls\`.`
  }
}
