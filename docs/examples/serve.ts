/** Runs the handler of `worker.ts` on Bun and Deno, with the environment of the process. */
import worker from "./worker.ts"

const { REVOX_API_KEY = "", REVOX_BASE_URL = "https://www.getrevox.com/api" } = process.env

const server = {
  fetch: (request: Request): Response => worker.fetch(request, { REVOX_API_KEY, REVOX_BASE_URL })
}

export default server
