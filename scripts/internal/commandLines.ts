/** The command lines of `revox` in Markdown, checked against the tree of commands. */
import { Completions } from "effect/cli"
import { revox } from "../../packages/cli/src/Revox.ts"

const tree = Completions.fromCommand(revox)

/** Flags of every command, which the library adds. */
const builtIn = new Set(["--help", "-h", "--version", "--log-level", "--completions"])

/** The commands of a shell line: parts of pipes and lists, without comments, substitutions and redirections. */
const commandsOf = (line: string): ReadonlyArray<string> =>
  line.replace(/\s#.*$/, "").replaceAll(/[<>]\([^)]*\)|<[a-z][^>]*>/g, "VALUE").split(/\s(?:\||&&|;)\s/).map((part) =>
    part.trim().replace(/^(?:\$ |npx )/, "").replace(/\s*&$/, "").replace(/\s>.*$/, "")
  ).filter((part) => part.startsWith("revox "))

/** Returns the command lines of a page: those of its shell blocks and sessions, and those in its text. */
export const commandLinesOf = (markdown: string): ReadonlyArray<string> => {
  const blocks = [...markdown.matchAll(/^```(sh|text)\b.*\n([\s\S]*?)^```$/gm)].flatMap(([_, language, code = ""]) =>
    code.replaceAll(/\\\n\s*/g, "").split("\n").filter((line) => language === "sh" || line.startsWith("$ "))
  )
  const text = markdown.replaceAll(/^```[\s\S]*?^```$/gm, "")
  const inline = [...text.matchAll(/`(revox [a-z][^`]*)`/g)].map(([_, code = ""]) => code.replaceAll("\n", " "))
  return [...blocks, ...inline.filter((code) => !/\w\|\w/.test(code))].flatMap(commandsOf)
}

const words = (line: string): ReadonlyArray<string> =>
  [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word).filter((word) => word !== "…")

/** Returns what is wrong with a command line, or `undefined`. */
export const problemOf = (line: string): string | undefined => {
  let command = tree
  const flags = [...command.flags]
  const rest = words(line).slice(1)
  while (command.subcommands.length > 0) {
    const [name] = rest
    // A group of commands can be named alone, as in "`revox export` manages exports".
    if (name === undefined || name.startsWith("-")) break
    const subcommand = command.subcommands.find((subcommand) => subcommand.name === name)
    if (subcommand === undefined) return `there is no command ${name}`
    command = subcommand
    flags.push(...command.flags)
    rest.shift()
  }
  let positional = 0
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] ?? ""
    if (!/^--?[a-z]/.test(word)) {
      positional += 1
      continue
    }
    const [name = ""] = word.split("=")
    if (builtIn.has(name)) continue
    const flag = flags.find((flag) =>
      [
        `--${flag.name}`,
        `--no-${flag.name}`,
        ...flag.aliases.map((alias) => alias.startsWith("-") ? alias : `-${alias}`)
      ]
        .includes(name)
    )
    if (flag === undefined) return `there is no flag ${name}`
    if (flag.type._tag === "Boolean" || word.includes("=")) continue
    index += 1
    if (rest[index] === undefined) return `the flag ${name} has no value`
  }
  const isLimited = command.arguments.every(({ variadic }) => !variadic)
  return isLimited && positional > command.arguments.length ? "there are too many arguments" : undefined
}
