import { fork } from "node:child_process"

/** A running server. `url` returns the base URL whose responses are delayed by a number of milliseconds. */
export interface Server extends AsyncDisposable {
  readonly url: (delay: number) => string
}

/** Starts the server in a separate process. */
export const start = (): Promise<Server> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL("../server.ts", import.meta.url), { stdio: "inherit" })
    child.once("error", reject)
    child.once("exit", (code) => reject(new Error(`The benchmark server exited with code ${code}`)))
    child.once("message", (message) => {
      const { port } = message as { readonly port: number }
      resolve({
        url: (delay) => `http://127.0.0.1:${port}/d${delay}`,
        [Symbol.asyncDispose]: () =>
          new Promise((stopped) => {
            child.removeAllListeners("exit").once("exit", () => stopped())
            child.kill()
          })
      })
    })
  })
