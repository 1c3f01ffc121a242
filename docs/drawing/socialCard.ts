/** The picture that previews of links show, 1200 by 630 pixels, rendered by Chromium from HTML. */
import { Effect, FileSystem, Path } from "effect"
import { createRequire } from "node:module"
import { chromium } from "playwright-core"
import { quiet } from "../../scripts/internal/chromium.ts"

const html = (logo: string, font: string): string =>
  `<!doctype html>
<meta charset="utf-8">
<style>
  @font-face { font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,${font}); }
  body { margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 84px 88px; background: #1b1b2b; color: #f2f2f7;
    font-family: Inter, sans-serif; display: flex; flex-direction: column; justify-content: space-between; }
  header { display: flex; align-items: center; gap: 24px; font-size: 40px; font-weight: 600; color: #b9c0ff; }
  header svg { width: 64px; height: 64px; }
  h1 { margin: 0; font-size: 84px; line-height: 1.12; letter-spacing: -2px; font-weight: 700; }
  ul { display: flex; gap: 18px; margin: 0; padding: 0; list-style: none; font-size: 28px; }
  li { padding: 10px 24px; border-radius: 12px; background: #2b2d48; }
</style>
<header>${logo} effect-revox</header>
<h1>Voice campaigns<br>in Effect</h1>
<ul><li>typed errors</li><li>safe retries</li><li>every row once</li><li>durable runs</li></ul>`

/** Draws the card to a file. */
export const drawSocialCard = Effect.fnUntraced(function*(executablePath: string, file: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const logo = yield* fs.readFileString(yield* path.fromFileUrl(new URL("../public/logo.svg", import.meta.url)))
  const vitepress = path.dirname(createRequire(import.meta.url).resolve("vitepress/package.json"))
  const font = yield* fs.readFile(
    path.join(vitepress, "dist/client/theme-default/fonts/inter-roman-latin.woff2")
  )
  yield* Effect.promise(async () => {
    const browser = await chromium.launch({ executablePath, args: [...quiet] })
    try {
      const page = await browser.newPage({ viewport: { width: 1200, height: 630 } })
      await page.setContent(html(logo, Buffer.from(font).toString("base64")))
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path: file })
    } finally {
      await browser.close()
    }
  })
})
