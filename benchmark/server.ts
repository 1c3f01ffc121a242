/**
 * The server of the benchmark, in a separate process. Pages are serialized in advance, so that the client is measured
 * and not the server.
 *
 * `/d50/campaigns/rows-20000/rows?page=0&page_size=100` is a page of a campaign of 20,000 rows, sent after 50 ms.
 * `POST /d0/campaigns` creates a campaign.
 */
import * as Effect from "effect/Effect"
import { Buffer } from "node:buffer"
import { createServer, type ServerResponse } from "node:http"
import * as Data from "./internal/data.ts"
import * as Pages from "./internal/pages.ts"

const data = await Effect.runPromise(Data.make)
const pages = Pages.make(data.rows)
const campaign = Buffer.from(data.campaign)
const nothing = Buffer.from(`{"error":{"message":"no such thing"}}`)

const responseTo = (url: URL): readonly [status: number, body: Buffer] => {
  const [, , id = "", list] = url.pathname.slice(1).split("/")
  if (list !== "rows") return [200, campaign]
  const total = Number(/^rows-(\d+)$/.exec(id)?.[1] ?? Number.NaN)
  if (Number.isNaN(total)) return [404, nothing]
  const number = (name: string, otherwise: number) => Number(url.searchParams.get(name) ?? otherwise)
  return [200, pages.page(number("page", 0), number("page_size", 100), total)]
}

const send = (response: ServerResponse, [status, body]: readonly [status: number, body: Buffer]): void => {
  response.writeHead(status, { "content-type": "application/json", "content-length": body.length })
  response.end(body)
}

/** A created campaign, if the body has as many contacts as the name of the campaign states. */
const created = (body: Buffer): readonly [status: number, body: Buffer] => {
  const field = Buffer.from(`"to_phone_number"`)
  let contacts = 0
  for (let at = body.indexOf(field); at >= 0; at = body.indexOf(field, at + field.length)) contacts++
  return body.includes(`"contacts-${contacts}"`) ? [200, campaign] : [400, nothing]
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost")
  if (request.method === "POST") {
    void request.toArray().then((chunks) => send(response, created(Buffer.concat(chunks))))
    return
  }
  const delay = Number(/^\/d(\d+)\//.exec(url.pathname)?.[1] ?? 0)
  const respond = () => send(response, responseTo(url))
  if (delay === 0) respond()
  else setTimeout(respond, delay)
})

server.keepAliveTimeout = 60_000
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object" && address !== null) process.send?.({ port: address.port })
})
process.on("disconnect", () => process.exit(0))
