/**
 * Opens every page of the built site in a browser with a narrow screen. A page must not report errors, request anything from
 * another host, or be wider than the screen.
 */
import { Effect, Schema } from "effect"
import { chromium, type Page } from "playwright-core"
import { quiet } from "../../scripts/internal/chromium.ts"

export class PageProblems extends Schema.TaggedError<PageProblems>()("PageProblems", {
  problems: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `in the browser:\n${this.problems.join("\n")}`
  }
}

/** The first element that exceeds the width of the screen, unless it is inside of something that scrolls. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return undefined
    const all = [...document.querySelectorAll("body *")]
    const widest = all.find((element) => element.getBoundingClientRect().right > width + 1)
    return `${document.documentElement.scrollWidth} px on a screen of ${width}: ${widest?.outerHTML.slice(0, 120)}`
  })

/** Checks the pages of a site that is served at `origin`. */
export const checkInBrowser = Effect.fnUntraced(
  function*(executablePath: string, origin: string, files: ReadonlyArray<string>) {
    const browser = yield* Effect.acquireRelease(
      Effect.promise(() => chromium.launch({ executablePath, args: [...quiet] })),
      (browser) => Effect.promise(() => browser.close())
    )
    const page = yield* Effect.promise(() => browser.newPage({ viewport: { width: 390, height: 844 } }))
    page.setDefaultTimeout(300_000)
    const problems: Array<string> = []
    let file = ""
    const report = (problem: string) => {
      problems.push(`${file}: ${problem}`)
    }
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") report(message.text())
    })
    page.on("pageerror", (error) => report(String(error)))
    page.on("request", (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) report(`requests ${request.url()}`)
    })
    for (file of files) {
      yield* Effect.promise(() => page.goto(`${origin}/${file}`, { waitUntil: "load" }))
      // Then Vue has hydrated the page.
      yield* Effect.promise(() => page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {})))
      const problem = yield* Effect.promise(() => overflow(page))
      if (problem !== undefined) report(problem)
    }
    if (problems.length > 0) return yield* new PageProblems({ problems })
  },
  Effect.scoped
)
