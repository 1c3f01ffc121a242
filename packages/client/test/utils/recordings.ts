import { RecordingError, Recordings, Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { assert } from "@effect/vitest"
import { Effect, Layer, Redacted, Stream } from "effect"
import { FetchHttpClient, type HttpClient } from "effect/http"
import * as Http from "node:http"

export const attempt = RevoxSimulator.RevoxSimulator.use((simulator) =>
  Effect.flatMap(simulator.addCall({ attempts: ["human"], age: "1 day" }), simulator.call)
).pipe(Effect.provide(RevoxSimulator.layerMemory()), Effect.map((call) => call.call_attempts[0]))

export const secret = "X-Amz-Signature=5ignature"

interface Received {
  readonly url: string
  readonly headers: Http.IncomingHttpHeaders
}

/** A storage of recordings on the loopback interface. */
export const storage = Effect.fnUntraced(function*(
  respond: (response: Http.ServerResponse, url: string, origin: string) => void
) {
  const received: Array<Received> = []
  const server = Http.createServer((request, response) => {
    const url = request.url ?? ""
    received.push({ url, headers: request.headers })
    respond(response, url, `http://${request.headers.host}`)
  })
  yield* Effect.acquireRelease(
    Effect.callback<void>((resume) => {
      server.listen(0, "127.0.0.1", () => resume(Effect.void))
    }),
    () =>
      Effect.callback<void>((resume) => {
        server.closeAllConnections()
        server.close(() => resume(Effect.void))
      })
  )
  const address = server.address()
  const port = address === null || typeof address === "string" ? 0 : address.port
  return { received, origin: `http://127.0.0.1:${port}`, port }
})

export const revox = (baseUrl: string, httpClient: Layer.Layer<HttpClient.HttpClient> = FetchHttpClient.layer) =>
  Recordings.layer.pipe(
    Layer.provideMerge(Revox.layer({ apiKey: Redacted.make("the-api-key"), baseUrl })),
    Layer.provide(httpClient)
  )

/** Downloads the recording at a URL, and collects its bytes. */
export const download = Effect.fnUntraced(function*(url: string | null, options?: Recordings.Options) {
  const recorded = yield* attempt
  assert(recorded !== undefined)
  const chunks = yield* Stream.runCollect(Recordings.download({ ...recorded, recording_url: url }, options))
  return Buffer.concat(chunks)
})

export const reasonOf = (url: string | null, options?: Recordings.Options) =>
  Effect.map(Effect.flip(download(url, options)), (error) => {
    assert.instanceOf(error, RecordingError.RecordingError)
    assert.notInclude(JSON.stringify([error, error.message, error.stack]), "5ignature")
    return error.reason
  })

export const audio = Buffer.alloc(100_000, "audio")

export const ogg = (response: Http.ServerResponse) => {
  response.writeHead(200, { "content-type": "audio/ogg", "content-length": audio.length })
  response.end(audio)
}

export const status = (status: number, headers: Http.OutgoingHttpHeaders = {}) => (response: Http.ServerResponse) => {
  response.writeHead(status, headers)
  response.end("<Error/>")
}
