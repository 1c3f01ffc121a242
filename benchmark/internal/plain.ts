import OpenAI from "openai"
import { Agent, request } from "undici"
import { apiKey, campaignOf, type Contender, headers, loop, type Page, pageUrl, see } from "./contender.ts"

/** The fastest program that validates nothing. */
export const plainUndici: Contender = {
  name: "undici.request + JSON.parse",
  make: async (task) => {
    const dispatcher = new Agent()
    return (seen) =>
      loop(task, async (page) => {
        const { body } = await request(pageUrl(task, page), { dispatcher, headers })
        const json: Page = JSON.parse(await body.text())
        see(seen, json.rows)
      })
  }
}

export const plainFetch: Contender = {
  name: "fetch + json",
  make: async (task) => (seen) =>
    loop(task, async (page) => {
      const response = await fetch(pageUrl(task, page), { headers })
      const json = await response.json() as Page
      see(seen, json.rows)
    })
}

/** The core of generated SDKs, in a loop over pages as their users write it. */
export const generatedSdk: Contender = {
  name: "generated SDK (npm openai), client.get",
  make: async (task) => {
    const client = new OpenAI({ apiKey, baseURL: task.url })
    return (seen) =>
      loop(task, async (page) => {
        const json = await client.get<Page>(`/campaigns/${campaignOf(task)}/rows`, {
          query: { page, page_size: task.pageSize }
        })
        see(seen, json.rows)
      })
  }
}
