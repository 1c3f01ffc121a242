/** Walks through a page with the Tab key. */
import type { Page } from "playwright-core"

/** The focused element, and whether its focus is visible. */
const focused = () => {
  const element = document.activeElement
  if (element === null || element === document.body) return undefined
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  const { height, left, top, width } = element.getBoundingClientRect()
  const place = element.closest(".vp-doc, .VPHero, .VPFeatures, .VPSidebar, .VPLocalNav, .VPNav, .VPSkipLink")
  const isOnScreen = width > 0 && height > 0 && left < innerWidth && left + width > 0 && top < innerHeight &&
    top + height > 0
  return {
    place: place?.classList.contains("vp-doc") ? "content" : place?.classList[0] ?? element.className,
    label: `${element.getAttribute("aria-label") ?? ""} ${element.textContent ?? ""}`.trim().slice(0, 40),
    isVisible: isOnScreen && outlineStyle !== "none" && outlineWidth !== "0px"
  }
}

/** Presses Tab until the content has the focus. Returns the problems on the way. */
export const keyboardProblems = async (page: Page): Promise<ReadonlyArray<string>> => {
  const problems: Array<string> = []
  const seen: Array<{ readonly place: string; readonly label: string }> = []
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab")
    const now = await page.evaluate(focused)
    if (now === undefined) continue
    if (!now.isVisible) problems.push(`the focus is invisible: ${now.place}, ${now.label}`)
    seen.push(now)
    if (["content", "VPHero", "VPFeatures"].includes(now.place)) break
  }
  if (!/skip/i.test(seen[0]?.label ?? "")) {
    problems.push(`Tab reaches "${seen[0]?.label}" instead of the link to the content`)
  }
  const reaches = (what: string, test: (one: (typeof seen)[number]) => boolean) => {
    if (!seen.some(test)) problems.push(`Tab does not reach ${what}`)
  }
  reaches("the search", ({ label }) => /search/i.test(label))
  reaches(
    "the menu",
    ({ label, place }) => place === "VPSidebar" || /navigation|menu/i.test(label) || place === "VPNav"
  )
  reaches("the content", ({ place }) => ["content", "VPHero", "VPFeatures"].includes(place))
  return problems
}
