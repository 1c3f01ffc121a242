/** What the simulator answers, before it is known how it travels. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

const encoder = new TextEncoder()

export const text = (status: number, contentType: string, body: string): Reply => ({
  status,
  headers: { "content-type": contentType },
  body: encoder.encode(body)
})

export const json = (status: number, body: unknown): Reply => text(status, "application/json", JSON.stringify(body))

export const error = (status: number, message: string): Reply => json(status, { error: { message } })
