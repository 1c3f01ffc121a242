/** Corrections of the default theme for keyboards and screen readers. */
import type { Router } from "vitepress"

/** Makes the tables and diagrams that scroll focusable, and no others. Marks the main part of the landing page. */
export const improveAccess = (router: Router): void => {
  const update = (frames: Iterable<Element>): void => {
    for (const frame of frames) {
      if (frame.scrollWidth > frame.clientWidth) frame.setAttribute("tabindex", "0")
      else frame.removeAttribute("tabindex")
    }
  }
  const observer = new ResizeObserver((entries) => update(entries.map(({ target }) => target)))
  const observe = (): void => {
    observer.disconnect()
    for (const frame of document.querySelectorAll(".table-frame, .diagram-frame")) observer.observe(frame)
  }
  const markMain = (): void => {
    const content = document.querySelector("#VPContent")
    if (content?.querySelector("main") === null) content.setAttribute("role", "main")
    else content?.removeAttribute("role")
  }
  const { onAfterRouteChange } = router
  router.onAfterRouteChange = async (to) => {
    await onAfterRouteChange?.(to)
    observe()
    markMain()
  }
}
