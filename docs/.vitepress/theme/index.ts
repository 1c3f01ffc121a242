import type { Theme } from "vitepress"
import DefaultTheme from "vitepress/theme"
import { focusScrolling } from "./focus.ts"
import "./style.css"
import "./api.css"

export default {
  extends: DefaultTheme,
  enhanceApp: ({ router }) => {
    if (!import.meta.env.SSR) focusScrolling(router)
  }
} satisfies Theme
