import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Config from "effect/Config"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"

const configError = (message: string): Config.ConfigError =>
  new Config.ConfigError(new Schema.SchemaError(new SchemaIssue.InvalidValue({ message })))

/** The names of the environment variables of options. */
export type Variables = Readonly<Record<string, string>>

/** Converts an error of an option to one of the variable that has its value, if that is known. */
export const toConfigError = ({ option, problem }: InvalidOptionError, variables: Variables): Config.ConfigError =>
  configError(`${variables[option] ?? `Invalid option ${option}`}: ${problem}`)

/** A required variable. If it is missing, the error says so, and how to fix it. */
export const required = <A>(config: Config.Config<A>, variable: string, content: string): Config.Config<A> =>
  Config.orElse(config, (error) =>
    // A provider that cannot be read is another problem.
    error.cause._tag === "SourceError"
      ? Config.fail(error.cause)
      : Config.fail(configError(`${variable} is not set: set it to ${content}.`).cause))
