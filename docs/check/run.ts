/** Checks the built site: its links, descriptions, search and, where there is a Chromium, its pages in a browser. */
import { NodeHttpServer, NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Layer, Option, Path } from "effect"
import { HttpServer, HttpStaticServer } from "effect/http"
import { createServer } from "node:http"
import { findChromium } from "../../scripts/internal/chromium.ts"
import { checkInBrowser } from "./browser.ts"
import { checkDescriptions } from "./descriptions.ts"
import { checkLinks } from "./links.ts"
import { checkSearch } from "./search.ts"

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const root = yield* path.fromFileUrl(new URL("../.vitepress/dist", import.meta.url))
  yield* Console.log(`${yield* checkLinks(root)} links, none of them dead`)

  const files = (yield* fs.readDirectory(root, { recursive: true })).filter((file) => /(?<!404)\.html$/.test(file))
  yield* Console.log(`${yield* checkDescriptions(root, files)} pages with descriptions`)
  yield* Console.log(`${yield* checkSearch(root)} terms find their page first`)

  const chromium = yield* findChromium
  if (Option.isNone(chromium)) return yield* Console.log("SKIPPED: there is no Chromium to open the pages in.")
  const server = yield* HttpServer.HttpServer
  yield* server.serve(yield* HttpStaticServer.make({ root }))
  yield* checkInBrowser(chromium.value, HttpServer.formatAddress(server.address), files)
  yield* Console.log(`${files.length} pages in Chromium without problems`)
}).pipe(Effect.scoped)

program.pipe(
  Effect.provide(
    Layer.mergeAll(NodeServices.layer, NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" }))
  ),
  NodeRuntime.runMain
)
