import { Effect, type Scope } from "effect"
import * as Net from "node:net"

/** The behaviour of a server for one request, at the level of the socket. */
export type Behaviour =
  /** A response with this status, these headers and this body. */
  | readonly [status: number, headers?: Readonly<Record<string, string>>, body?: string]
  | "reset before the headers"
  | "reset in the body"
  | "no response"

/** A server and the requests that it received. */
export interface SocketServer {
  readonly baseUrl: string
  /** Requests as they were received, headers and body included. */
  readonly requests: () => ReadonlyArray<string>
}

const head = (status: number, headers: Readonly<Record<string, string>>, length: number): string =>
  [
    `HTTP/1.1 ${status} Test`,
    `content-length: ${length}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "",
    ""
  ].join("\r\n")

const respond = (socket: Net.Socket, behaviour: Behaviour): void => {
  switch (behaviour) {
    case "no response":
      return
    case "reset before the headers":
      socket.resetAndDestroy()
      return
    case "reset in the body":
      socket.write(`${head(200, {}, 100)}{"id":`, () => socket.resetAndDestroy())
      return
    default: {
      const [status, headers = {}, body = "{}"] = behaviour
      socket.write(head(status, headers, Buffer.byteLength(body)) + body)
    }
  }
}

/** Whether a buffer contains a complete request with a `content-length`. */
const isComplete = (text: string): boolean => {
  const end = text.indexOf("\r\n\r\n")
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
  return end >= 0 && text.length >= end + 4 + length
}

/** The port that a server listens on. */
export const portOf = (server: Net.Server): number => {
  const address = server.address()
  return address === null || typeof address === "string" ? 0 : address.port
}

/** Serves requests with the given behaviours in turn; the last one repeats. */
export const make = (
  behaviours: readonly [Behaviour, ...Array<Behaviour>]
): Effect.Effect<SocketServer, never, Scope.Scope> => {
  const requests: Array<string> = []
  const sockets = new Set<Net.Socket>()
  const server = Net.createServer((socket) => {
    let text = ""
    sockets.add(socket)
    socket.on("error", () => {})
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1")
      if (!isComplete(text)) return
      requests.push(text)
      text = ""
      respond(socket, behaviours[Math.min(requests.length, behaviours.length) - 1] ?? behaviours[0])
    })
  })
  return Effect.acquireRelease(
    Effect.callback<SocketServer>((resume) => {
      server.listen(0, "127.0.0.1", () => {
        resume(Effect.succeed({ baseUrl: `http://127.0.0.1:${portOf(server)}/api`, requests: () => requests }))
      })
    }),
    () =>
      Effect.callback<void>((resume) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resume(Effect.void))
      })
  )
}
