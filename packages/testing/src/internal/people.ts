import type { CampaignContact } from "@effect-revox/schema/CampaignContact"
import * as Random from "./random.ts"

/** A language of the generated conversations. */
export type Language = "en" | "fr" | "de" | "es" | "ja"

interface Region {
  readonly language: Language
  readonly city: readonly [string, ...Array<string>]
  readonly first: readonly [string, ...Array<string>]
  readonly last: readonly [string, ...Array<string>]
  /** Country code and the digits that mobile numbers of the country start with. */
  readonly prefix: readonly [string, ...Array<string>]
  /** Number of digits after the prefix. */
  readonly digits: number
}

const regions: readonly [Region, ...Array<Region>] = [
  {
    language: "en",
    city: ["Austin", "Portland", "Chicago", "Boston", "Denver"],
    first: ["Emma", "Liam", "Olivia", "Noah", "Ava", "James", "Mia", "Ethan", "Zoë", "Renée"],
    last: ["Johnson", "O'Brien", "Smith-Jones", "Nguyen", "Garcia", "Miller", "Van Dyke", "Lee"],
    prefix: ["+1512555", "+1503555", "+1312555", "+1617555", "+1720555"],
    digits: 4
  },
  {
    language: "fr",
    city: ["Paris", "Lyon", "Marseille", "Nantes", "Saint-Étienne"],
    first: ["Camille", "Léa", "Hugo", "Chloé", "Jérôme", "Maëlys", "François", "Noémie"],
    last: ["Martin", "Lefèvre", "Dubois", "N'Diaye", "d'Aubigné", "Garçon", "Moreau"],
    prefix: ["+336", "+337"],
    digits: 8
  },
  {
    language: "de",
    city: ["Berlin", "München", "Köln", "Hamburg", "Düsseldorf"],
    first: ["Jürgen", "Käthe", "Lukas", "Sophie", "Jörg", "Anneliese", "Björn"],
    last: ["Müller", "Schäfer", "Groß", "Weiß", "Öztürk", "von der Heide"],
    prefix: ["+4915", "+4917"],
    digits: 9
  },
  {
    language: "es",
    city: ["Madrid", "Málaga", "A Coruña", "Sevilla", "Logroño"],
    first: ["José", "María", "Iñaki", "Begoña", "Ángel", "Lucía", "Íñigo"],
    last: ["García", "Muñoz", "Peña", "Rodríguez", "Núñez", "Fernández de Córdoba"],
    prefix: ["+346", "+347"],
    digits: 8
  },
  {
    language: "ja",
    city: ["東京", "大阪", "札幌", "福岡"],
    first: ["陽菜", "蓮", "さくら", "健太", "美咲"],
    last: ["佐藤", "鈴木", "高橋", "渡辺", "髙𠮷"],
    prefix: ["+8190", "+8180", "+8170"],
    digits: 8
  }
]

const companies: readonly [string, ...Array<string>] = [
  "Acme, Inc.",
  "Boulangerie \"Chez Léon\"",
  "Müller & Söhne GmbH",
  "Café ☕ Corner",
  "株式会社さくら",
  "Nord/Süd Logistik",
  "1-800-Plumbers",
  "Peña Hnos. S.L.",
  "Zażółć Sp. z o.o.",
  "شركة النور"
]

const notes: readonly [string, ...Array<string>] = [
  "",
  "",
  "Prefers mornings",
  "A demandé un devis 📄",
  "Comma, \"quote\" and; semicolon",
  "Line one\nLine two\tand a tab",
  "=SUM(A1:A9)",
  "👩‍👩‍👧‍👦 family plan",
  "Zurück­rufen bitte"
]

const paragraph = "The customer wrote at length about the delivery, the invoice and the colour of the door. "

/** The contact of one row. */
export interface Person {
  readonly language: Language
  readonly firstName: string
  readonly phoneNumber: string
  readonly inputData: Readonly<Record<string, string>>
}

/** Returns the contact of a row of a created campaign. */
export const fromContact = ({ prompt_variables, to_phone_number }: CampaignContact): Person => ({
  language: "en",
  firstName: prompt_variables["first_name"] ?? "there",
  phoneNumber: to_phone_number,
  inputData: prompt_variables
})

const stream = 1

/** Returns the contact of a row, a pure function of seed and index. Most contacts live in the region of the seed. */
export const at = (seed: number, index: number): Person => {
  const random = Random.make(seed, index, stream)
  const home = regions[Random.hash(seed, 0, stream) % regions.length] ?? regions[0]
  const region = random.chance(0.6) ? home : random.pick(regions)
  const firstName = random.pick(region.first)
  const lastName = random.pick(region.last)
  const phoneNumber = random.pick(region.prefix) +
    String(random.below(10 ** region.digits)).padStart(region.digits, "0")
  // Some contacts consist of a phone number only.
  if (random.chance(0.005)) {
    return { language: region.language, firstName, phoneNumber, inputData: {} }
  }
  const inputData: Record<string, string> = {
    first_name: firstName,
    last_name: lastName,
    city: random.pick(region.city),
    language: region.language
  }
  if (random.chance(0.8)) {
    inputData["company"] = random.pick(companies)
  }
  inputData["customer_id"] = `C-${String(100_000 + random.below(900_000))}`
  inputData["notes"] = random.chance(0.004) ? paragraph.repeat(random.between(20, 90)) : random.pick(notes)
  return { language: region.language, firstName, phoneNumber, inputData }
}

/** Whether the phone number or the input data of a contact contain a lower-case search text. */
export const matches = (person: Person, needle: string): boolean => {
  if (person.phoneNumber.includes(needle)) {
    return true
  }
  for (const key in person.inputData) {
    if (person.inputData[key]?.toLowerCase().includes(needle)) {
      return true
    }
  }
  return false
}
