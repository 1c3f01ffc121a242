import { isPhoneNumber } from "@effect-revox/schema/PhoneNumber"
import * as Result from "effect/Result"
import { type CountryCode, parsePhoneNumberFromString, validatePhoneNumberLength } from "libphonenumber-js/min"

const scientific = /^\+?\d+(?:[.,]\d+)?e\+?\d+$/i

const lengthProblems = {
  INVALID_COUNTRY: "the phone number has an unknown country code",
  INVALID_LENGTH: "the phone number has a wrong length for its country",
  NOT_A_NUMBER: "the phone number is not a phone number",
  TOO_LONG: "the phone number is too long for its country",
  TOO_SHORT: "the phone number is too short for its country"
}

/** Converts a phone number to E.164, or returns the reason why it is rejected, without the number. */
export const normalize = (
  text: string,
  defaultCountry: CountryCode | undefined
): Result.Result<string, string> => {
  const trimmed = text.trim()
  if (trimmed === "") return Result.fail("the phone number is empty")
  if (scientific.test(trimmed)) {
    return Result.fail(
      "the phone number is rounded to scientific notation by a spreadsheet: format the column as text, and export again"
    )
  }
  if (defaultCountry === undefined && !/^[+＋]/.test(trimmed)) {
    return Result.fail("the phone number has no country code: start it with +, or set a default country")
  }
  const options = defaultCountry === undefined ? { extract: false } : { defaultCountry, extract: false }
  const number = parsePhoneNumberFromString(trimmed, options)
  if (number === undefined || !number.isPossible() || !isPhoneNumber(number.number)) {
    return Result.fail(lengthProblems[validatePhoneNumberLength(trimmed, options) ?? "NOT_A_NUMBER"])
  }
  return number.ext === undefined
    ? Result.succeed(number.number)
    : Result.fail("the phone number has an extension, which cannot be dialed")
}
