import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"

const configError = (message: string): Config.ConfigError =>
  new Config.ConfigError(new Schema.SchemaError(new SchemaIssue.InvalidValue({ message })))

/** The paths of the values that a config reads and that are set. */
const pathsOf = Effect.fnUntraced(function*(config: Config.Config<unknown>) {
  const provider = yield* ConfigProvider.ConfigProvider
  const paths = new Set<string>()
  const recording = ConfigProvider.make((path) =>
    Effect.tap(provider.load(path), (node) =>
      Effect.sync(() => {
        if (node?.value !== undefined) paths.add(path.join("."))
      }))
  )
  yield* Effect.ignore(config.parse(recording))
  return [...paths].join(", ")
})

/** The names of the environment variables of options. */
export type Variables = Readonly<Record<string, string>>

/** Converts an error of an option to one of the variable that has its value, if that is known. */
export const toConfigError = (error: InvalidOptionError, variables: Variables): Config.ConfigError => {
  const variable = variables[error.option]
  return configError(variable === undefined ? error.message : `${variable}: ${error.problem}`)
}

/** Converts an error of an option to one that names the path of its value, unless one config reads all options. */
export const withPath = (
  { message, option }: InvalidOptionError,
  configs: unknown
): Effect.Effect<Config.ConfigError> => {
  const name = option.split(".", 1).join()
  const config = Predicate.hasProperty(configs, name) ? configs[name] : undefined
  return Config.isConfig(config)
    ? Effect.map(pathsOf(config), (paths) => configError(paths === "" ? message : `${paths}: ${message}`))
    : Effect.succeed(configError(message))
}

/** A required variable. If it is missing, the error says so, and how to fix it. */
export const required = <A>(config: Config.Config<A>, variable: string, content: string): Config.Config<A> =>
  Config.orElse(config, (error) =>
    // A provider that cannot be read is another problem.
    error.cause._tag === "SourceError"
      ? Config.fail(error.cause)
      : Config.fail(configError(`${variable} is not set: set it to ${content}.`).cause))
