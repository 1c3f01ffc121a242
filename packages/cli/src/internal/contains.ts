const folded = (text: string): string => text.normalize("NFC").toLowerCase()

/** Whether a text contains another one, in any case. */
export const contains = (text: string, part: string): boolean => folded(text).includes(folded(part.trim()))
