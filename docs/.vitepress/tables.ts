import type { MarkdownRenderer } from "vitepress"

/** Puts each table in a frame that scrolls. The theme lets the keyboard reach those that scroll. */
export const scrollingTables = (md: MarkdownRenderer): void => {
  md.renderer.rules["table_open"] = () => `<div class="table-frame">\n<table>\n`
  md.renderer.rules["table_close"] = () => "</table>\n</div>\n"
}
