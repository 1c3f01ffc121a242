/** Masks of phone numbers. */
import * as Timestamp from "@effect-revox/schema/Timestamp"
import type * as Schema from "effect/Schema"
import * as Walk from "./walk.ts"

/** International phone numbers in a text: `+` or `00`, a country code, and separators between the digits. */
const international =
  /(?:[+\uff0b]|%2B|(?<![\p{Nd}+])00)[\s(]?[1-9\uff11-\uff19](?:[\s().\-/\u2010-\u2015]{0,3}\p{Nd}){6,}/giu

/** A text that is nothing but 7 to 15 digits and the separators of phone numbers. */
const digits = /^\+?\s*\(?(?:\p{Nd}[\s().\-/\u2010-\u2015]{0,3}){7,15}$/u

/** Dates, which have as many digits as short phone numbers. */
const date = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})$/

/** Names of columns with phone numbers, in several languages. */
const phoneName = /phone|mobile|cell|\btel|_tel|telef|fax|gsm|handy|whatsapp|^(?:to|from|tel)$/i

const hasDigits = /\p{Nd}(?:\P{Nd}*\p{Nd}){3}/u

/**
 * Masks a phone number. The first digits and the last two remain, to compare numbers: `+33 *** 34`. Of a text with fewer
 * than 7 digits, nothing remains.
 */
export const phoneNumber = (text: string): string => {
  const normalized = text.normalize("NFKC")
  const all = normalized.replace(/\P{Nd}/gu, "")
  if (text === "") return text
  if (all.length < 7) return "***"
  const prefix = /^\s*\+/.test(normalized) ? `+${all.slice(0, 2)} ` : ""
  return `${prefix}*** ${all.slice(-2)}`
}

/** Masks the international phone numbers in a text. */
export const inText = (text: string): string => text.replace(international, phoneNumber)

const text = (text: string, { field, kind }: Walk.Place): string => {
  if (kind === "phone") return phoneNumber(text)
  if (kind === "declared" || date.test(text) || Timestamp.isIso(text)) return inText(text)
  return digits.test(text.trim()) || (phoneName.test(field) && hasDigits.test(text)) ? phoneNumber(text) : inText(text)
}

const number = (number: number, { kind }: Walk.Place): Schema.Json =>
  kind === "custom" && Number.isInteger(number) && Math.abs(number) >= 1_000_000 ? phoneNumber(String(number)) : number

/**
 * Masks the phone numbers in a value: the fields that its schema marks as phone numbers, texts and numbers of custom JSON
 * that look like phone numbers, and international phone numbers in any text.
 */
export const mask = (schema: Schema.Constraint, value: unknown): unknown =>
  Walk.rewrite(schema, value, {
    text,
    number,
    object: (entries) => entries.map(([name, field]) => [inText(name), field])
  })
