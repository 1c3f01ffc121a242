/**
 * Opens every page of the built site in a real browser on a narrow screen in the light, and those that were not generated
 * on a wide one in the dark as well: nothing may go wrong in the console, be asked of another host, or be wider than the
 * screen. Then it searches.
 */
import { Effect, Schema } from "effect"
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"
import { quiet } from "../../scripts/internal/chromium.ts"

export class Flaws extends Schema.TaggedError<Flaws>()("Flaws", { flaws: Schema.Array(Schema.String) }) {
  override get message(): string {
    return `in the browser:\n${this.flaws.join("\n")}`
  }
}

/** What readers search for, and a page that has to be among the first answers. */
const searches: ReadonlyArray<readonly [text: string, page: string]> = [
  ["RateLimitError", "errors.html"],
  ["onInvalidRow", "rows.html"],
  ["dead letter", "rows.html"]
]

const screens: Record<string, BrowserContextOptions> = {
  wide: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  narrow: { viewport: { width: 390, height: 844 }, colorScheme: "light" }
}

const acquire = (executablePath: string) =>
  Effect.acquireRelease(
    Effect.promise(() => chromium.launch({ executablePath, args: [...quiet] })),
    (browser) => Effect.promise(() => browser.close())
  )

/** Tells what goes wrong on a page from now on. */
const listen = (page: Page, origin: string, tell: (flaw: string) => void): void => {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") tell(message.text())
  })
  page.on("pageerror", (error) => tell(String(error)))
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) tell(`asks ${request.url()}`)
  })
}

/** The elements that stick out of the page to the right, and do not lie in something that scrolls. */
const widest = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return undefined
    const culprit = [...document.querySelectorAll("body *")].find((element) =>
      element.getBoundingClientRect().right > width + 1
    )
    return `${document.documentElement.scrollWidth} px on a screen of ${width}: ${culprit?.outerHTML.slice(0, 120)}`
  })

const open = Effect.fnUntraced(
  function*(
    browser: Browser,
    origin: string,
    files: ReadonlyArray<string>,
    screen: string,
    tell: (flaw: string) => void
  ) {
    const context = yield* Effect.promise(() => browser.newContext(screens[screen]))
    const page = yield* Effect.promise(() => context.newPage())
    let now = ""
    listen(page, origin, (flaw) => tell(`${now} (${screen}): ${flaw}`))
    for (const file of files) {
      now = file
      yield* Effect.promise(() => page.goto(`${origin}/${file}`, { waitUntil: "load" }))
      // The page is alive when its program has taken it over.
      yield* Effect.promise(() => page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {})))
      const overflow = yield* Effect.promise(() => widest(page))
      if (overflow !== undefined) tell(`${file} (${screen}): ${overflow}`)
    }
    yield* Effect.promise(() => context.close())
  }
)

const search = Effect.fnUntraced(function*(browser: Browser, origin: string, tell: (flaw: string) => void) {
  const context = yield* Effect.promise(() => browser.newContext(screens["wide"]))
  const page = yield* Effect.promise(() => context.newPage())
  for (const [text, wanted] of searches) {
    yield* Effect.promise(() => page.goto(`${origin}/architecture.html`, { waitUntil: "networkidle" }))
    yield* Effect.promise(() => page.keyboard.press("Control+k"))
    yield* Effect.promise(() => page.fill("#localsearch-input", text))
    const hits = page.locator("a.result")
    yield* Effect.promise(() => hits.first().waitFor({ timeout: 10_000 }).catch(() => undefined))
    const found = yield* Effect.promise(() =>
      hits.evaluateAll((all) => all.map((hit) => hit.getAttribute("href") ?? ""))
    )
    if (!found.some((href) => href.includes(wanted))) {
      tell(`a search for ${text} finds ${found.length === 0 ? "nothing" : found.join(", ")}, and not ${wanted}`)
    }
  }
  yield* Effect.promise(() => context.close())
})

/** Looks at the pages of a site that is served at `origin`. */
export const checkInBrowser = Effect.fnUntraced(
  function*(executablePath: string, origin: string, files: ReadonlyArray<string>) {
    const browser = yield* acquire(executablePath)
    const flaws: Array<string> = []
    const tell = (flaw: string) => {
      flaws.push(flaw)
    }
    const written = files.filter((file) => !file.startsWith("api/"))
    yield* Effect.all([
      open(browser, origin, files, "narrow", tell),
      open(browser, origin, written, "wide", tell)
    ], { concurrency: 2 })
    yield* search(browser, origin, tell)
    if (flaws.length > 0) return yield* new Flaws({ flaws: [...new Set(flaws)] })
  },
  Effect.scoped
)
