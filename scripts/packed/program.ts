/**
 * The programs of the READMEs, run against a simulator in a process of its own.
 */
import { Effect, Schema, Stream } from "effect"
import { HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import type { Node } from "./nodes.ts"
import { run, Unexpected } from "./shell.ts"

const Environment = Schema.Struct({ REVOX_BASE_URL: Schema.String, REVOX_API_KEY: Schema.String })

const decodeEnvironment = Schema.decodeEffect(Schema.fromJsonString(Environment))

/** Starts the simulator of the project; its address and key are what the environment of a program needs. */
export const simulator = Effect.fnUntraced(function*(folder: string, script: string) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const child = yield* spawner.spawn(ChildProcess.make(process.execPath, [script], { cwd: folder, extendEnv: true }))
  const line = yield* Stream.runHead(Stream.splitLines(Stream.decodeText(child.stdout)))
  return yield* decodeEnvironment(yield* Effect.fromOption(line))
})

/** How many people of a campaign were reached, as the simulator tells without the SDK. */
export const reachedIn = Effect.fnUntraced(function*(environment: typeof Environment.Type, campaign: string) {
  const request = HttpClientRequest.get(`${environment.REVOX_BASE_URL}/campaigns/${campaign}/rows`).pipe(
    HttpClientRequest.setUrlParams({ result: "human", page: 0, page_size: 1 }),
    HttpClientRequest.bearerToken(environment.REVOX_API_KEY)
  )
  const response = yield* HttpClient.execute(request)
  return (yield* HttpClientResponse.schemaBodyJson(Schema.Struct({ total: Schema.Int }))(response)).total
})

/** What a program prints when so many people were reached. */
export interface Expected {
  readonly script: string
  readonly prints: (output: string, reached: number) => boolean
}

/** The program of the README: a line for each person, and nothing else. */
export const readme: Expected = {
  script: "program.js",
  prints: (output, reached) => {
    const lines = output.trimEnd().split("\n")
    return lines.length === reached && lines.every((line) => /^\+\d+ \w+$/.test(line))
  }
}

/** The program of the client's README: how many they are. */
export const readmeOfClient: Expected = {
  script: "readme-client-0.js",
  prints: (output, reached) => new RegExp(`^.+: ${reached} people were reached\n$`).test(output)
}

/** Runs a program on a Node. */
export const runProgram = Effect.fnUntraced(function*(options: {
  readonly folder: string
  readonly program: Expected
  readonly node: Node
  readonly environment: typeof Environment.Type
  readonly reached: number
}) {
  const { environment, folder, node, program, reached } = options
  const output = yield* run(folder, [node.bin, program.script], environment)
  if (reached === 0 || !program.prints(output, reached)) {
    return yield* new Unexpected({
      what: `on Node ${node.version}: ${reached} people were reached, ${program.script} printed\n${output}`
    })
  }
})
