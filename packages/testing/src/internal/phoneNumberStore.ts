import * as Context from "effect/Context"
import * as Option from "effect/Option"
import type { PhoneNumberSpec } from "../PhoneNumberSpec.ts"
import * as Random from "./random.ts"

/** A phone number of the organization. */
export interface PhoneNumberState {
  readonly id: string
  readonly phoneNumber: string
  readonly label: string | null
  readonly inboundAssistantId: string | null
}

/** The phone numbers of a simulator. */
export class PhoneNumberStore extends Context.Service<PhoneNumberStore, {
  readonly all: () => ReadonlyArray<PhoneNumberState>
  readonly find: (id: string) => Option.Option<PhoneNumberState>
  /** Adds a phone number, or replaces the one with the same id. */
  readonly set: (phoneNumber: PhoneNumberState) => void
  readonly remove: (id: string) => void
}>()("@effect-revox/testing/internal/PhoneNumberStore") {}

const stream = 20

const defaults: ReadonlyArray<PhoneNumberSpec> = [{ label: "Sales" }, {}]

export const make = (
  seed: number,
  specs: ReadonlyArray<PhoneNumberSpec> = defaults
): PhoneNumberStore["Service"] => {
  const initial = specs.map(({ id, label, phoneNumber }, index): PhoneNumberState => ({
    id: id ?? Random.uuid(seed, stream, index),
    phoneNumber: phoneNumber ?? `+331848012${String(index).padStart(2, "0")}`,
    label: label ?? null,
    inboundAssistantId: null
  }))
  const numbers = new Map(initial.map((number) => [number.id, number]))
  return {
    all: () => Array.from(numbers.values()),
    find: (id) => Option.fromUndefinedOr(numbers.get(id)),
    set: (number) => {
      numbers.set(number.id, number)
    },
    remove: (id) => {
      numbers.delete(id)
    }
  }
}
