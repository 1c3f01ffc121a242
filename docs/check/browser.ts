/**
 * Opens every page of the built site in a browser. A page must not report errors or request anything from another host.
 * Its layout must fit every width, in a light and a dark theme. axe checks contrast and the other rules of accessibility.
 */
import axe from "axe-core"
import { Effect, Schema } from "effect"
import { chromium, type Page } from "playwright-core"
import { quiet } from "../../scripts/internal/chromium.ts"
import { keyboardProblems } from "./keyboard.ts"
import { layoutProblems } from "./layout.ts"

export class PageProblems extends Schema.TaggedError<PageProblems>()("PageProblems", {
  problems: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `in the browser:\n${this.problems.join("\n")}`
  }
}

/** Widths of phones, tablets and screens, and those between which the layout changes. */
const widths = [320, 390, 768, 1280, 1440, 1512, 1600, 1920, 2560]

/** Generated pages have one layout, and differ in the widths of their tables and code. */
const isGenerated = (file: string): boolean => /^(?:api|example)\//.test(file)

const height = 900

/** Pages with every component of the layout. On the others, axe reads the content without the colours of code. */
const isSample = (file: string): boolean => /^(?:index|guides\/rows|api\/client\/RevoxError)\.html$/.test(file)

/** The violations of the rules of axe, each with its first element. */
const accessibility = (page: Page, { isDark, isSample }: { readonly isDark: boolean; readonly isSample: boolean }) =>
  page.evaluate(async ({ isDark, isSample }) => {
    document.documentElement.classList.toggle("dark", isDark)
    const { violations } = await (globalThis as unknown as { readonly axe: typeof axe }).axe.run(
      isSample ? { include: ["body"] } : { include: [".VPContent"], exclude: ["pre"] },
      {
        resultTypes: ["violations"],
        // The search button has the name "Search" and shows its key, too.
        rules: { "label-content-name-mismatch": { enabled: false } },
        // Only colors differ between the themes.
        ...isDark ? { runOnly: ["color-contrast"] } : {}
      }
    )
    return violations.map(({ help, id, nodes }) =>
      `${id}: ${help}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.any[0]?.message ?? ""} (${nodes.length} elements)`
    )
  }, { isDark, isSample })

const checkPage = async (page: Page, file: string, report: (problem: string) => void): Promise<void> => {
  for (const width of isGenerated(file) ? [320, 1440] : widths) {
    await page.setViewportSize({ width, height })
    for (const problem of await page.evaluate(layoutProblems)) report(`at ${width} px: ${problem}`)
  }
  if (isGenerated(file) && !isSample(file)) return
  await page.evaluate(axe.source)
  for (const isDark of [true, false]) {
    for (const problem of await accessibility(page, { isDark, isSample: isSample(file) })) {
      report(`${isDark ? "dark" : "light"}: ${problem}`)
    }
  }
}

/** Checks the pages of a site that is served at `origin`. */
export const checkInBrowser = Effect.fnUntraced(
  function*(executablePath: string, origin: string, files: ReadonlyArray<string>) {
    const browser = yield* Effect.acquireRelease(
      Effect.promise(() => chromium.launch({ executablePath, args: [...quiet] })),
      (browser) => Effect.promise(() => browser.close())
    )
    const page = yield* Effect.promise(() =>
      browser.newPage({ viewport: { width: 390, height }, colorScheme: "light", reducedMotion: "reduce" })
    )
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
    const open = async (file: string) => {
      await page.goto(`${origin}/${file}`, { waitUntil: "load" })
      // Then Vue has hydrated the page.
      await page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {}))
    }
    for (file of files) {
      yield* Effect.promise(async () => {
        await open(file)
        await checkPage(page, file, report)
      })
    }
    for (file of ["index.html", "quick-start.html"]) {
      for (const width of [390, 1440]) {
        yield* Effect.promise(async () => {
          await page.setViewportSize({ width, height })
          await open(file)
          for (const problem of await keyboardProblems(page)) report(`at ${width} px: ${problem}`)
        })
      }
    }
    if (problems.length > 0) return yield* new PageProblems({ problems })
  },
  Effect.scoped
)
