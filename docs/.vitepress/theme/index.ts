import type { Theme } from "vitepress"
import DefaultTheme from "vitepress/theme"
import { improveAccess } from "./access.ts"
import "./style.css"
import "./api.css"

export default {
  extends: DefaultTheme,
  enhanceApp: ({ router }) => {
    if (!import.meta.env.SSR) improveAccess(router)
  }
} satisfies Theme
