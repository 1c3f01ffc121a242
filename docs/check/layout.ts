/** Rules of the layout of a page, which run inside of the browser. */

/** Returns the problems of the page at the current width. */
export const layoutProblems = (): ReadonlyArray<string> => {
  const problems: Array<string> = []
  const width = document.documentElement.clientWidth
  const name = (element: Element): string => {
    const text = (element.textContent ?? "").trim().replaceAll(/\s+/g, " ").slice(0, 40)
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ${text}`
  }
  /** Whether an ancestor scrolls or hides what exceeds it. The latter is reported for the ancestor. */
  const isContained = (element: Element): boolean => {
    for (
      let parent = element.parentElement;
      parent !== null && parent !== document.body;
      parent = parent.parentElement
    ) {
      if (getComputedStyle(parent).overflowX !== "visible") return true
    }
    return false
  }
  const all = [...document.querySelectorAll("body *:not(pre *, svg *, .visually-hidden)")].filter((element) =>
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
  )
  if (document.documentElement.scrollWidth > width) {
    const widest = all.find((element) => element.getBoundingClientRect().right > width + 1 && !isContained(element))
    problems.push(`is ${document.documentElement.scrollWidth} px wide: ${widest === undefined ? "" : name(widest)}`)
  }
  for (const element of all) {
    const { clientWidth, scrollWidth } = element
    if (clientWidth <= 1 || scrollWidth <= clientWidth + 1 || element.textContent?.trim() === "") continue
    const { overflowX, textOverflow } = getComputedStyle(element)
    if ((overflowX === "hidden" || overflowX === "clip") && textOverflow !== "ellipsis") {
      problems.push(`cuts ${scrollWidth - clientWidth} px: ${name(element)}`)
    }
  }
  for (const cell of document.querySelectorAll("td, th")) {
    const { width } = cell.getBoundingClientRect()
    const longest = Math.max(...(cell.textContent ?? "").split(/\s+/).map(({ length }) => length))
    // Room for five letters, or for the longest word.
    if (width < Math.min(40, 8 * longest)) problems.push(`has a column of ${Math.round(width)} px: ${name(cell)}`)
  }
  for (const box of document.querySelectorAll(".diagram-frame svg text")) {
    const own = box.getBoundingClientRect()
    const image = box.closest("svg")?.getBoundingClientRect()
    if (image !== undefined && (own.right > image.right + 2 || own.left < image.left - 2)) {
      problems.push(`cuts a text of a diagram: ${name(box)}`)
    }
  }
  return [...new Set(problems)].slice(0, 5)
}
