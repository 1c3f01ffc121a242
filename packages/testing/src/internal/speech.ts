/** A frame of MPEG-1 Layer III at 128 kbit/s and 44.1 kHz: its header, and silence. It lasts 26 milliseconds. */
const frame = new Uint8Array(417)
frame.set([0xff, 0xfb, 0x90, 0x00])

const framesPerCharacter = 3

/** Returns silent MP3 audio, as long as it takes to speak a text. */
export const speech = (text: string, speed: number): Uint8Array => {
  const frames = Math.max(1, Math.round(text.length * framesPerCharacter / speed))
  const audio = new Uint8Array(frames * frame.length)
  for (let index = 0; index < frames; index++) audio.set(frame, index * frame.length)
  return audio
}
