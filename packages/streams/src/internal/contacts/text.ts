import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { ContactsError } from "../../ContactsError.ts"

type Encoding = "utf-8" | "utf-16le" | "utf-16be"

/** Detects UTF-16 by its byte order mark, or by the zero byte of a first ASCII character. */
const encodingOf = ([first, second]: Uint8Array): Encoding =>
  first === 0xff && second === 0xfe || first !== 0 && second === 0
    ? "utf-16le"
    : first === 0xfe && second === 0xff || first === 0 && second !== undefined
    ? "utf-16be"
    : "utf-8"

const concat = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}

/**
 * Decodes UTF-8 and UTF-16 text, without its byte order mark. Bytes that are not text fail, because replacement
 * characters would be sent to the contacts.
 */
export const decode = <E, R>(bytes: Stream.Stream<Uint8Array, E, R>): Stream.Stream<string, E | ContactsError, R> =>
  Stream.suspend(() => {
    let start: Uint8Array = new Uint8Array(0)
    let decoder: TextDecoder | undefined

    const text = (chunk: Uint8Array, isLast: boolean): Effect.Effect<string, ContactsError> => {
      if (decoder === undefined) {
        start = concat(start, chunk)
        if (start.length < 2 && !isLast) return Effect.succeed("")
        decoder = new TextDecoder(encodingOf(start), { fatal: true })
        return decodeWith(decoder, start, isLast)
      }
      return decodeWith(decoder, chunk, isLast)
    }

    return Stream.concat(
      Stream.mapEffect(bytes, (chunk) => text(chunk, false)),
      Stream.fromEffect(Effect.suspend(() => text(new Uint8Array(0), true)))
    )
  })

const decodeWith = (decoder: TextDecoder, chunk: Uint8Array, isLast: boolean): Effect.Effect<string, ContactsError> =>
  Effect.try({
    try: () => decoder.decode(chunk, { stream: !isLast }),
    catch: () =>
      new ContactsError({
        problem: `The text is not valid ${decoder.encoding.toUpperCase()}: save the file as UTF-8.`
      })
  })
