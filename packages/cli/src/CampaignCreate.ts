/**
 * The `revox campaign create` command.
 *
 * @since 0.1.0
 */
import { Campaigns } from "@effect-revox/client/Campaigns"
import type { Campaign } from "@effect-revox/schema/Campaign"
import type { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import * as CampaignCreation from "@effect-revox/streams/CampaignCreation"
import * as Command from "effect/cli/Command"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ExitCode } from "./ExitCode.ts"
import * as ContactsReport from "./internal/campaigns/contactsReport.ts"
import { campaignFields, type CreateFlags, createFlags } from "./internal/campaigns/createFlags.ts"
import * as SameName from "./internal/campaigns/sameName.ts"
import * as Show from "./internal/campaigns/show.ts"
import * as Wait from "./internal/campaigns/wait.ts"
import * as Card from "./internal/card.ts"
import * as CommandLine from "./internal/commandLine.ts"
import * as Confirm from "./internal/confirm.ts"
import { campaigns, reported } from "./internal/connected.ts"
import { failure, usage } from "./internal/failure.ts"
import * as Ids from "./internal/ids.ts"
import * as Input from "./internal/input.ts"
import { reportUnknown } from "./internal/outcome.ts"
import * as Output from "./internal/output.ts"
import { root } from "./internal/root.ts"

// The data about phone numbers is large, so it is loaded on demand.
const loaded = Effect.promise(() => import("./internal/campaigns/contacts.ts"))

/** Fails if flags contradict each other. */
const checkFlags = Effect.fnUntraced(function*(flags: CreateFlags) {
  if (flags.launch === flags.draft) {
    return yield* usage(
      "Choose --launch to call the contacts, or --draft to create the campaign without calls. There is no default."
    )
  }
  if (!flags.wait && (Duration.isFinite(flags.timeout) || flags.until !== "completed")) {
    return yield* usage("--timeout and --until require --wait.")
  }
  if (flags.wait && flags.draft) return yield* usage("--wait requires --launch: a draft is never completed.")
  if (Option.isSome(flags.exportTo) && !flags.wait) {
    return yield* usage("--export requires --wait: rows are exported when the campaign is completed.")
  }
  const { apiKeyFile } = yield* root
  if (Input.isStdin(flags.contacts) && Option.exists(apiKeyFile, Input.isStdin)) {
    return yield* usage("Standard input can only be one of --contacts and --api-key-file.")
  }
})

const startOf = ({ scheduledAt }: CreateFlags): string =>
  Option.match(scheduledAt, { onNone: () => "", onSome: (time) => ` from ${time}` })

const planOf = (flags: CreateFlags, contacts: number): string => {
  const number = ContactsReport.count(contacts, "contact")
  return flags.launch
    ? `${number} would be called${startOf(flags)} by the assistant ${flags.assistant}.`
    : `${number} would be in the draft "${flags.name}".`
}

/** Prints a created campaign. If standard output cannot be written, the id is still printed to standard error. */
const printCreated = (campaign: Campaign, json: boolean) =>
  Effect.tapError(
    Card.print(campaign, json, Show.card),
    () => Output.warn(`The campaign ${campaign.id} was created.`)
  )

/** Fails if the server did not launch the campaign as requested. The error has the command that corrects it. */
const verifyLaunch = Effect.fnUntraced(function*(campaign: Campaign, request: CampaignCreate) {
  const format = yield* CommandLine.formatter
  yield* Effect.mapError(
    CampaignCreation.verifyLaunch(campaign, request),
    ({ id, message, requested }) =>
      failure(
        ExitCode.launchMismatch,
        message,
        `To ${requested ? "launch" : "cancel"} it: ${format("campaign", requested ? "launch" : "cancel", id)}`
      )
  )
})

/** Creates the campaign, prints it, and waits for it. */
const send = Effect.fnUntraced(function*(
  contacts: ContactsReport.NamedContacts,
  given: CreateFlags,
  fields: Effect.Success<ReturnType<typeof campaignFields>>,
  target: Option.Option<Wait.Target>,
  prompts: boolean
) {
  const flags = { ...given, assistant: yield* Ids.assistant(given.assistant, { confirmed: given.yes }) }
  const { allowSameName, assistant, json, launch, name, timeout, until } = flags
  const request = { ...fields, assistant_id: assistant, contacts: contacts.contacts, launch, name }
  const format = yield* CommandLine.formatter
  if (!allowSameName) {
    const resume = yield* Wait.resumeCommand({ target, until })
    yield* SameName.ensureNew(name, flags.wait ? resume : (id) => format("campaign", "get", id))
  }
  yield* ContactsReport.reportOmitted(contacts)
  if (prompts) {
    const number = ContactsReport.count(request.contacts.length, "contact")
    yield* Confirm.prompt(
      `Create the campaign "${name}" and call ${number}${startOf(flags)} with the assistant ${assistant}?`,
      "Nothing was created."
    )
  }
  const create = Campaigns.use((campaigns) => campaigns.create(request))
  yield* Effect.uninterruptibleMask(Effect.fnUntraced(function*(restore) {
    // Ctrl-C must not come between the response, the id, and the command that resumes.
    const created = yield* restore(reportUnknown(create, format("campaign", "list", "--name", name)))
    const printed = printCreated(created, json)
    yield* Option.isSome(target) ? Output.continueWithoutReader(printed) : printed
    yield* verifyLaunch(created, request)
    if (flags.wait) yield* Wait.wait(created.id, { json, target, timeout, until })
  }))
})

/**
 * The `revox campaign create` command, which creates a campaign from a file of contacts. It can wait for the campaign and
 * export its rows.
 *
 * @category commands
 * @since 0.1.0
 */
export const create = Command.make(
  "create",
  createFlags,
  Effect.fnUntraced(
    function*(flags) {
      yield* checkFlags(flags)
      const fields = yield* campaignFields(flags)
      const { read } = yield* loaded
      const contacts = yield* read(flags)
      const { dryRun, json, skipRejected } = flags
      if (dryRun) yield* ContactsReport.printPlan(contacts, planOf(flags, contacts.contacts.length), json)
      yield* ContactsReport.ensureValid(contacts, { printed: dryRun, skipRejected })
      if (dryRun) return
      const prompts = flags.launch && (yield* Confirm.needsPrompt(
        flags.yes,
        `Without a terminal to prompt on, add --yes to call ${
          ContactsReport.count(contacts.contacts.length, "contact")
        }. Nothing was sent.`
      ))
      const target = yield* Effect.transposeOption(
        Option.map(flags.exportTo, (output) => Wait.checkTarget(output, flags.force))
      )
      yield* Effect.provide(send(contacts, flags, fields, target, prompts), campaigns)
    },
    reported
  )
).pipe(
  Command.withDescription("Create a campaign from a file of contacts"),
  Command.withExamples([
    {
      command: "revox campaign create --assistant 5c1e --name Spring --contacts contacts.csv --launch --dry-run",
      description: "Check the contacts, and send nothing"
    },
    {
      command: "revox campaign create --assistant 5c1e --name Spring --contacts contacts.csv --launch",
      description: "Call all contacts, after a prompt"
    },
    {
      command:
        "revox campaign create --assistant \"$ID\" --name Spring --contacts contacts.csv --launch --yes --wait " +
        "--export rows.csv",
      description: "Call all contacts, wait until the campaign is completed, and export its rows"
    },
    {
      command: "revox campaign create --assistant 5c1e --name Spring --contacts kontakte.csv --draft " +
        "--phone-column Telefon --variables first_name=Vorname --country DE --delimiter ';'",
      description: "Read German contacts, and leave a draft"
    }
  ])
)
