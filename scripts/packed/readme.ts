/**
 * The programs that the READMEs show, as files.
 */
import { Effect, FileSystem, Path } from "effect"
import type { Packed } from "./package.ts"
import { Unexpected } from "./shell.ts"

/** The TypeScript of a README. */
const programsOf = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([_, code = ""]) => code)

/** The first program of a README. */
export const programOf = (name: string, text: string): Effect.Effect<string, Unexpected> => {
  const [program] = programsOf(text)
  return program === undefined
    ? Effect.fail(new Unexpected({ what: `${name} shows no program` }))
    : Effect.succeed(program)
}

/** Writes a program to a folder. */
export const writeProgram = Effect.fnUntraced(function*(folder: string, name: string, program: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  yield* fs.writeFileString(path.join(folder, name), program)
})

const isTest = (program: string): boolean => program.includes("/Vitest\"") || program.includes("\"@effect/vitest\"")

/** Writes the programs of a package's README to a folder, tests among them as such. It has to show one at least. */
export const writePrograms = Effect.fnUntraced(function*(folder: string, { files, manifest }: Packed) {
  const text = files.get("./README.md") ?? ""
  yield* programOf(`the README of ${manifest.name}`, text)
  const name = manifest.name.replace("@effect-revox/", "readme-")
  yield* Effect.forEach(
    programsOf(text),
    (program, index) => writeProgram(folder, `${name}-${index}${isTest(program) ? ".test" : ""}.ts`, program)
  )
})
