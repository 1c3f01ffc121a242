import * as CliConfig from "effect/cli/CliConfig"
import type * as CliError from "effect/cli/CliError"
import * as CliOutput from "effect/cli/CliOutput"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import type { HelpDoc } from "effect/cli/HelpDoc"
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Output from "./output.ts"
import * as Printable from "./printable.ts"

/** The help of a command. Its global flags take one line, because `revox --help` describes them. */
const formatHelp = (formatter: CliOutput.Formatter, doc: HelpDoc): string => {
  const { globalFlags = [], inheritedFlags = [], ...own } = doc
  if (doc.commandPath === undefined || doc.commandPath.length === 1) return formatter.formatHelpDoc(doc)
  const names = [...inheritedFlags, ...globalFlags].map(({ name }) => `--${name}`).join(", ")
  return `${formatter.formatHelpDoc(own)}\n\nGlobal flags: ${names}. See 'revox --help'.`
}

/** Names of flags in errors can have dashes. */
const optionOf = (error: CliError.NonShowHelpErrors): string | undefined =>
  "option" in error ? error.option.replace(/^-+/, "") : undefined

/** The part of the help that matters for errors: the usage, the flags that they name, or the subcommands. */
const formatUsage = (
  formatter: CliOutput.Formatter,
  doc: HelpDoc,
  errors: ReadonlyArray<CliError.NonShowHelpErrors>
): string => {
  const named = new Set(errors.map(optionOf))
  const flags = [...doc.flags, ...(doc.inheritedFlags ?? [])].filter(({ name }) => named.has(name))
  const needsSubcommand = errors.every(({ _tag }) => _tag === "UnknownSubcommand")
  const relevant: HelpDoc = {
    description: "",
    usage: doc.usage,
    flags,
    annotations: doc.annotations,
    ...(needsSubcommand && doc.subcommands !== undefined ? { subcommands: doc.subcommands } : {})
  }
  const path = (doc.commandPath ?? ["revox"]).join(" ")
  return `${formatter.formatHelpDoc(relevant)}\n\nSee '${path} --help' for all flags and examples.`
}

const formatErrors = (errors: ReadonlyArray<CliError.NonShowHelpErrors>): string =>
  errors.length === 0
    ? "Error: A subcommand is missing."
    : errors.map(({ message }) =>
      `Error: ${message.replace(/Expected: (?:Schema validation failed: )?Expected/, "Expected")}`
    ).join("\n")

const present = Effect.fnUntraced(function*(event: CliOutput.Presenter.Event) {
  const { canColor } = yield* TerminalCapabilities.TerminalCapabilities
  const formatter = CliOutput.defaultFormatter({ colors: canColor })
  switch (event._tag) {
    case "Version":
      return yield* Output.print(`${event.name} v${event.version}`)
    case "Help":
      if (event.reason === "Requested" || event.commandPath.length === 1) {
        return yield* Output.write("stdout", `${formatHelp(formatter, event.helpDoc)}\n`)
      }
      break
    case "InvalidInvocation":
      break
  }
  const errors = event._tag === "InvalidInvocation" ? event.errors : []
  const plain = CliOutput.defaultFormatter({ colors: false })
  const usage = formatUsage(plain, event.helpDoc, errors)
  yield* Output.warn(`${Printable.text(formatErrors(errors))}\n\n${usage}`)
})

/** Prints help to standard output, and usage errors to standard error. */
export const layer = Layer.mergeAll(
  // A presenter cannot fail, so a failed write ends the command as a defect.
  CliOutput.layerPresenter({ present: (event) => Effect.orDie(present(event)) }),
  CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version] })
)
