import type { CallResult } from "@effect-revox/schema/CallAttempt"
import type { TranscriptMessage } from "@effect-revox/schema/TranscriptMessage"
import type { Language, Person } from "./people.ts"
import type { SeededRandom } from "./random.ts"
import type { Script } from "./scripts.ts"
import { scripts } from "./scripts.ts"

/** The outcome of a conversation with the contact. */
export type Outcome = "interested" | "not_interested" | "do_not_contact" | "requested_callback_later"

/** A conversation. The outcome is `null` unless it was with the contact. */
export interface Conversation {
  readonly transcript: ReadonlyArray<TranscriptMessage>
  readonly outcome: Outcome | null
}

/** Messages that conversations of a language share. */
interface Lines {
  readonly yes: TranscriptMessage
  readonly offer: TranscriptMessage
  readonly no: TranscriptMessage
  readonly when: TranscriptMessage
  readonly slot: TranscriptMessage
  readonly booked: TranscriptMessage
  readonly sorry: TranscriptMessage
  readonly menu: TranscriptMessage
  readonly screening: TranscriptMessage
  readonly silence: TranscriptMessage
  readonly keypad: TranscriptMessage
  readonly endCall: TranscriptMessage
  readonly small: readonly [TranscriptMessage, ...Array<TranscriptMessage>]
}

const linesOf = (script: Script): Lines => {
  const assistant = (content: string): TranscriptMessage => ({ content, role: "assistant" })
  const user = (content: string): TranscriptMessage => ({ content, role: "user" })
  const [first, ...others] = script.small
  return {
    yes: user(script.yes),
    offer: assistant(script.offer),
    no: user(script.no),
    when: user(script.when),
    slot: assistant(script.slot),
    booked: assistant(script.booked),
    sorry: assistant(script.sorry),
    menu: user(script.menu),
    screening: user(script.screening),
    silence: user(""),
    keypad: { content: "1", role: "tool", tool_arguments: { digits: "1" }, tool_name: "send_dtmf" },
    endCall: { content: "", role: "tool", tool_arguments: {}, tool_is_error: false, tool_name: "end_call" },
    small: [user(first), ...others.map(user)]
  }
}

const lines: Readonly<Record<Language, Lines>> = {
  en: linesOf(scripts.en),
  fr: linesOf(scripts.fr),
  de: linesOf(scripts.de),
  es: linesOf(scripts.es),
  ja: linesOf(scripts.ja)
}

const bookMeeting = (random: SeededRandom, person: Person, failed: boolean): TranscriptMessage => {
  const slot = `2026-03-${String(random.between(10, 28))}T15:00:00+01:00`
  return {
    content: failed ? "Error: calendar responded with 503" : `{"ok":true,"slot":"${slot}"}`,
    role: "tool",
    // The API keeps the arguments of a model that writes invalid JSON as text.
    tool_arguments: random.chance(0.15)
      ? `{"slot": "${slot}", "contact": "${person.phoneNumber}`
      : { slot, contact: { phone: person.phoneNumber, language: person.language }, reminders: [60, 10], note: null },
    tool_is_error: failed,
    tool_name: "book_meeting"
  }
}

const withHuman = (random: SeededRandom, person: Person): Conversation => {
  const { booked, endCall, no, offer, silence, slot, small, sorry, when, yes } = lines[person.language]
  const script = scripts[person.language]
  const closingLine: TranscriptMessage = { content: addressed(script.closingLine, person), role: "assistant" }
  const transcript: Array<TranscriptMessage> = [
    { content: addressed(script.greeting, person), role: "assistant" },
    yes,
    offer
  ]
  for (let turns = random.below(6); turns > 0; turns--) {
    transcript.push(random.chance(0.05) ? silence : random.pick(small), offer)
  }
  if (random.chance(0.45)) {
    transcript.push(no, closingLine)
    return { transcript, outcome: random.chance(0.3) ? "do_not_contact" : "not_interested" }
  }
  const failed = random.chance(0.12)
  transcript.push(when, slot, yes, bookMeeting(random, person, failed), failed ? sorry : booked, closingLine, endCall)
  return { transcript, outcome: random.chance(0.5) ? "interested" : "requested_callback_later" }
}

const addressed = (text: string, person: Person): string => text.replace("{name}", person.firstName)

/** Returns the conversation of an answered call, in the language of the contact. */
export const make = (random: SeededRandom, person: Person, result: CallResult): Conversation => {
  const script = scripts[person.language]
  const { keypad, menu, screening } = lines[person.language]
  const message = (): TranscriptMessage => ({ content: addressed(script.message, person), role: "assistant" })
  switch (result) {
    case "human":
      return withHuman(random, person)
    case "voicemail":
      return { transcript: [{ content: addressed(script.voicemail, person), role: "user" }, message()], outcome: null }
    case "IVR":
      return { transcript: [menu, keypad, menu], outcome: null }
    case "ios-screening-filter":
      return { transcript: [screening, message()], outcome: null }
    default:
      return { transcript: [], outcome: null }
  }
}
