/**
 * The `revox voice` command with its subcommands.
 *
 * @since 0.1.0
 */
import { Voices } from "@effect-revox/client/Voices"
import { type CatalogVoice, VoicePreview } from "@effect-revox/schema/CatalogVoice"
import { VoiceProvider } from "@effect-revox/schema/Voice"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import * as Abbreviation from "./internal/abbreviation.ts"
import * as AudioFile from "./internal/audioFile.ts"
import * as CommandLine from "./internal/commandLine.ts"
import { connected } from "./internal/connected.ts"
import { contains } from "./internal/contains.ts"
import * as ExportedFile from "./internal/exportedFile.ts"
import { usage } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import * as Output from "./internal/output.ts"
import * as Table from "./internal/table.ts"

const cells = ({ description, id, language, name, provider }: CatalogVoice) => [
  id,
  name,
  provider ?? "",
  language ?? "",
  description ?? ""
]

const table = {
  columns: [
    { title: "id", kind: "id", minWidth: 8 },
    { title: "name", minWidth: 8 },
    { title: "provider", minWidth: 8, rank: 2 },
    { title: "language", minWidth: 8, rank: 1 },
    { title: "description", minWidth: 11, rank: 3 }
  ] satisfies ReadonlyArray<Table.Column>,
  cells,
  empty: "No voices."
}

const filter = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(`${description}. Default: all`), Flag.optional)

const matches = (value: string | null | undefined, wanted: Option.Option<string>): boolean =>
  Option.match(wanted, { onNone: () => true, onSome: (text) => value?.toLowerCase() === text.toLowerCase() })

/**
 * The `revox voice list` command, which lists the voices that assistants can speak with.
 *
 * @category commands
 * @since 0.1.0
 */
export const list = Command.make(
  "list",
  {
    name: Flag.String("name").pipe(Flag.withDescription("Text to find in the name, in any case"), Flag.optional),
    language: filter("language", "Language of the voice, such as fr"),
    provider: filter("provider", "Provider of the voice, such as cartesia"),
    limit: Flags.limit("voices"),
    json: Flags.json
  },
  Effect.fnUntraced(function*({ json, language, limit, name, provider }) {
    const all = yield* Voices.use((voices) => voices.list())
    const found = all.filter((voice) =>
      matches(voice.language, language) && matches(voice.provider, provider) &&
      Option.match(name, { onNone: () => true, onSome: (text) => contains(voice.name, text) })
    )
    const items = found.slice(0, limit)
    yield* Table.print({ ...table, items }, json)
    yield* Table.noteMore(items.length, found.length, "voices")
  }, connected)
).pipe(
  Command.withDescription("List the voices that assistants can speak with"),
  Command.withExamples([
    { command: "revox voice list", description: "List voices" },
    { command: "revox voice list --language fr --json | jq -r .id", description: "Print the ids of French voices" }
  ])
)

/** The complete id of a voice and its provider, which is that of the flag or of the list of voices. */
const voiceOf = Effect.fnUntraced(function*(id: string, provider: Option.Option<VoiceProvider>) {
  if (Option.isSome(provider) && !Abbreviation.isAbbreviated(id)) return { voice_id: id, provider: provider.value }
  const all = yield* Voices.use((voices) => voices.list())
  const format = yield* CommandLine.formatter
  const command = format("voice", "list", "--limit", "0")
  const voice = yield* Abbreviation.select(id, all, { noun: "voice", list: command })
  const chosen = Option.getOrElse(provider, () => voice.provider)
  if (chosen === undefined) {
    return yield* usage(`The list of voices has no provider for the voice ${voice.id}.`, "Add --provider.")
  }
  return { voice_id: voice.id, provider: chosen }
})

/** Whether the output is standard output, under any of its names. */
const isStdout = (output: string): boolean => ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].includes(output)

const { speed, text, volume } = VoicePreview.to.fields

/**
 * The `revox voice preview` command, which writes a sample of a voice as MP3.
 *
 * @category commands
 * @since 0.1.0
 */
export const preview = Command.make(
  "preview",
  {
    id: Argument.String("id").pipe(Argument.withDescription("Id of the voice, or a unique prefix of it")),
    output: Flags.output("MP3 file to write, or - for standard output"),
    provider: Flag.String("provider").pipe(
      Flag.withDescription("Provider of the voice. Default: that of 'revox voice list'"),
      Flag.withSchema(VoiceProvider),
      Flag.optional
    ),
    text: Flag.String("text").pipe(
      Flag.withDescription("Text to speak, up to 2000 characters. Default: a sentence of the service"),
      Flag.withSchema(text.schema),
      Flag.optional
    ),
    speed: Flag.Finite("speed").pipe(
      Flag.withDescription("Speed of speech, 0.6 to 1.5. Default: 1"),
      Flag.withSchema(speed.schema),
      Flag.optional
    ),
    volume: Flag.Finite("volume").pipe(
      Flag.withDescription("Loudness, 0.5 to 2. Default: 1"),
      Flag.withSchema(volume.schema),
      Flag.optional
    ),
    force: Flags.force("Overwrite an existing file")
  },
  Effect.fnUntraced(function*({ force, id, output, provider, speed, text, volume }) {
    const toStdout = isStdout(output)
    if (output === "") return yield* usage("--output needs the path of a file, or - for standard output.")
    if (toStdout && (yield* Stdio.Stdio.use((stdio) => stdio.stdoutIsTerminal))) {
      return yield* usage("Audio cannot be shown on a terminal.", "Use -o FILE, or a pipe.")
    }
    if (!toStdout && !force) yield* ExportedFile.ensureOverwritable(output)
    const request = {
      ...(yield* voiceOf(id, provider)),
      ...(Option.isSome(text) ? { text: text.value } : {}),
      ...(Option.isSome(speed) ? { speed: speed.value } : {}),
      ...(Option.isSome(volume) ? { volume: volume.value } : {})
    }
    const audio = yield* Voices.use((voices) => voices.preview(request))
    if (toStdout) return yield* Output.bytes(Stream.succeed(audio))
    const size = yield* AudioFile.write(output, Stream.succeed(audio))
    yield* Output.summary(`${size} bytes in ${output}`)
  }, connected)
).pipe(
  Command.withDescription("Write a short sample of a voice, as MP3"),
  Command.withExamples([
    { command: "revox voice preview a167 -o ada.mp3", description: "Write a sample" },
    { command: "revox voice preview a167 --text \"Good morning!\" -o - | mpv -", description: "Play a text" }
  ])
)

/**
 * The `revox voice` command with its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const voice = Command.make("voice").pipe(
  Command.withDescription("List voices and listen to them"),
  Command.withExamples([
    { command: "revox voice list", description: "List voices" },
    { command: "revox voice preview a167 -o ada.mp3", description: "Write a sample of a voice" }
  ]),
  Command.withSubcommands([list, preview])
)
