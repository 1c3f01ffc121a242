import { Completions } from "effect/cli"
import { revox } from "../../packages/cli/src/Revox.ts"

const leavesOf = (
  { subcommands }: Completions.CommandDescriptor,
  path: ReadonlyArray<string>
): ReadonlyArray<string> =>
  subcommands.length === 0
    ? [path.join(" ")]
    : subcommands.flatMap((subcommand) => leavesOf(subcommand, [...path, subcommand.name]))

/** All commands of `revox` that do something, such as `campaign get`. */
export const commands: ReadonlyArray<string> = leavesOf(Completions.fromCommand(revox), [])

/**
 * The commands for each endpoint, by the method of the service. Endpoints can have no command, and commands such as
 * `campaign report` can use several endpoints.
 */
export const commandsOf: Readonly<Record<string, ReadonlyArray<string>>> = {
  "Account.authStatus": ["account"],
  "Account.me": ["account"],
  "Assistants.create": ["assistant create", "assistant copy"],
  "Assistants.delete": ["assistant delete"],
  "Assistants.list": ["assistant list"],
  "Assistants.retrieve": ["assistant get"],
  "Assistants.update": ["assistant update"],
  "Calls.cancel": ["call cancel"],
  "Calls.create": ["call place"],
  "Calls.listAttempts": ["call list"],
  "Calls.pause": ["call pause"],
  "Calls.resume": ["call resume"],
  "Calls.retrieve": ["call get", "call watch", "call recording"],
  "Calls.search": ["call list"],
  "Campaigns.cancel": ["campaign cancel"],
  "Campaigns.create": ["campaign create"],
  "Campaigns.delete": ["campaign delete"],
  "Campaigns.getRows": ["rows list", "rows export", "campaign report", "export start"],
  "Campaigns.launch": ["campaign launch"],
  "Campaigns.list": ["campaign list"],
  "Campaigns.pause": ["campaign pause"],
  "Campaigns.resume": ["campaign resume"],
  "Campaigns.retrieve": ["campaign get", "campaign watch"],
  "Campaigns.update": ["campaign update"],
  "PhoneNumbers.list": ["number list"],
  "PhoneNumbers.update": ["number update"],
  "Voices.list": ["voice list"],
  "Voices.preview": ["voice preview"]
}
