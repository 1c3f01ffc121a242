/** The location of the exports and runs, and its database. */
import { CampaignExportsError, EmbeddedError } from "@effect-revox/workflow"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Predicate from "effect/Predicate"
import type * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import type { MigrationError } from "effect/sql/Migrator"
import type { SqlError } from "effect/sql/SqlError"
import { ExitCode } from "../../ExitCode.ts"
import { failure, usage } from "../failure.ts"
import * as Output from "../output.ts"

/** Errors of a database and its client. */
export type DatabaseError = SqlError | MigrationError | InvalidOptionError

const isDatabaseError = (error: unknown): error is DatabaseError =>
  Predicate.isTagged(error, "SqlError") || Predicate.isTagged(error, "MigrationError") ||
  Predicate.isTagged(error, "InvalidOptionError")

/** Location of the exports: the PostgreSQL database of the environment, or a data directory. */
export type Place =
  | { readonly _tag: "Url"; readonly url: Redacted.Redacted }
  | { readonly _tag: "Directory"; readonly directory: string }

/** Resolves the location. A database URL can contain a password, so it is read only from the environment. */
export const place = Effect.fnUntraced(function*(dataDirectory: Option.Option<string>) {
  const path = yield* Path.Path
  const url = yield* Config.option(Config.Redacted("REVOX_DATABASE_URL"))
  if (Option.isSome(url) && Option.isNone(dataDirectory)) return { _tag: "Url", url: url.value } satisfies Place
  const home = Effect.map(
    Config.String("HOME").pipe(Config.orElse(() => Config.String("USERPROFILE"))),
    (home) => path.join(home, ".revox")
  )
  const directory = yield* Effect.firstSuccessOf([
    Effect.fromOption(dataDirectory),
    Effect.suspend(() => Config.String("REVOX_DATA_DIR")),
    Effect.suspend(() => home)
  ]).pipe(
    Effect.mapError(() =>
      usage("Cannot find a home directory for the exports.", "Pass --data-dir DIRECTORY or set REVOX_DATA_DIR.")
    )
  )
  return { _tag: "Directory", directory: path.resolve(directory) } satisfies Place
})

/** The client of a PostgreSQL database. */
export const postgres = (url: Redacted.Redacted, maxConnections: number) =>
  PgClient.layer({ url, maxConnections, applicationName: "revox" })

/** Notes what an interrupted command waits for: an embedded database cannot be closed before it is open. */
const noteInterruption = (directory: string) => <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function*() {
      const opening = yield* Effect.forkChild(restore(effect))
      const note = Output.note(`Stopping as soon as the database in ${directory} is open.`)
      return yield* restore(Fiber.join(opening)).pipe(Effect.onInterrupt(Effect.fnUntraced(function*() {
        // A database that opens at once needs no note.
        const noting = yield* Effect.forkChild(Effect.interruptible(Effect.delay(note, "500 millis")))
        yield* Fiber.interrupt(opening)
        yield* Fiber.interrupt(noting)
      })))
    })
  )

/** Converts errors of the database, whose message would hide the cause, and of options that no flag sets. */
export const opening = (place: Place) => <A, E, R>(effect: Effect.Effect<A, E | DatabaseError, R>) =>
  // The layers of a cluster die of errors of its database.
  Effect.catchDefect(
    place._tag === "Directory" ? noteInterruption(place.directory)(effect) : effect,
    (defect) =>
      Predicate.isTagged(defect, "SqlError") && isDatabaseError(defect) ? Effect.fail(defect) : Effect.die(defect)
  ).pipe(Effect.mapError((error) => {
    if (!isDatabaseError(error)) return error
    const database = place._tag === "Url" ? "database of REVOX_DATABASE_URL" : `data directory ${place.directory}`
    const problem = error._tag === "SqlError" ? CampaignExportsError.fromSqlError(error).problem : error.message
    return failure(
      error._tag === "SqlError" ? ExitCode.network : ExitCode.unexpected,
      `Cannot open the ${database}: ${problem}`
    )
  }))

/** Retries while another process is opening the directory, because it does not accept connections yet. */
export const retryWhileOpening = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.retry(effect, {
    schedule: Schedule.spaced("500 millis"),
    times: 30,
    while: (error) => error instanceof EmbeddedError.EmbeddedError && error.isRetryable
  })
