import { Calls, RevoxError } from "@effect-revox/client"
import type { CallAttempt } from "@effect-revox/schema"
import { type AttemptsError, CallAttempts } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, ManagedRuntime, Stream } from "effect"
import { TestClock } from "effect/testing"
import { failure } from "./utils/polls.ts"
import { idsOf, inTime, simulated } from "./utils/simulated.ts"

const template = RevoxSimulator.RevoxSimulator.use((simulator) =>
  Effect.flatMap(simulator.addCall({ attempts: ["human"], age: "1 day" }), simulator.call)
).pipe(Effect.provide(RevoxSimulator.layerMemory()), Effect.map((call) => call.call_attempts[0]))

/** A response to a page: the numbers of the attempts, or an error. */
type Server = (page: number, request: number) => ReadonlyArray<number> | RevoxError.RevoxError

/** Reads the attempts of a server, and returns their numbers, the requested pages and the error. */
const readFrom = Effect.fnUntraced(function*(server: Server, options: CallAttempts.Options = {}) {
  const attempt = yield* template
  assert(attempt !== undefined)
  const pages: Array<number> = []
  const layer = Layer.mock(Calls.Calls, {
    listAttempts: ({ page }) =>
      Effect.suspend((): Effect.Effect<ReadonlyArray<CallAttempt.CallAttempt>, RevoxError.RevoxError> => {
        const response = server(page, pages.length)
        pages.push(page)
        return response instanceof RevoxError.RevoxError
          ? Effect.fail(response)
          : Effect.succeed(response.map((id) => ({ ...attempt, id: String(id) as typeof attempt.id })))
      })
  })
  const received: Array<number> = []
  const error = yield* CallAttempts.stream(options).pipe(
    Stream.runForEach(({ id }) => Effect.sync(() => received.push(Number(id)))),
    Effect.as(undefined),
    Effect.catch((error: RevoxError.RevoxError | AttemptsError.AttemptsError) => Effect.succeed(error)),
    Effect.provide(layer)
  )
  return { received, pages, error: error?.reason._tag, message: error?.message }
})

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

/** A list of attempts 0 to `total`, newest first, whose pages have `size` attempts. `added` are at its front. */
const list =
  (total: number, size: number, firstPage: number, added: (request: number) => number = () => 0): Server =>
  (page, request) => {
    const all = range(-added(request), total)
    const start = (page - firstPage) * size
    return start < 0 ? [] : all.slice(start, start + size)
  }

const badRequest = failure(
  new RevoxError.BadRequestError({
    message: "no such page",
    attempts: 1,
    delivery: "rejected",
    isRetryable: false,
    status: 400
  })
)

describe("CallAttempts.stream", () => {
  for (const firstPage of [0, 1]) {
    it.effect(`emits each attempt once for any length of the list, from page ${firstPage}`, () =>
      Effect.gen(function*() {
        for (const total of range(0, 13)) {
          const { error, received } = yield* readFrom(list(total, 4, firstPage), { firstPage, pageSize: 4 })
          assert.deepStrictEqual([received, error], [range(0, total), undefined])
        }
      }))

    it.effect(`emits each attempt once while others are added, from page ${firstPage}`, () =>
      Effect.gen(function*() {
        for (const perRequest of range(0, 6)) {
          const server = list(11, 4, firstPage, (request) => request * perRequest)
          const { error, received } = yield* readFrom(
            (page, request) => request > 20 ? [] : server(page, request),
            { firstPage, pageSize: 4, statuses: ["completed"] }
          )
          assert.deepStrictEqual([perRequest, received.slice(0, 4), error], [perRequest, [0, 1, 2, 3], undefined])
          assert.strictEqual(new Set(received).size, received.length)
          if (perRequest < 4) assert.deepStrictEqual([perRequest, received], [perRequest, range(0, 11)])
        }
      }))
  }

  it.effect("emits all attempts when more than a page of others is added between two requests", () =>
    Effect.gen(function*() {
      const server = list(11, 4, 0, (request) => request === 0 ? 0 : 5)
      const { pages, received } = yield* readFrom(server, { pageSize: 4 })
      assert.deepStrictEqual([received.filter((id) => id >= 0), pages], [range(0, 11), [0, 1, 2, 3, 4]])
    }))

  it.effect("ends at a page that is shorter than an earlier one, and requests no further page", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual((yield* readFrom(list(10, 4, 0), { pageSize: 4 })).pages, [0, 1, 2])
      // The server reduces the size of pages.
      assert.deepStrictEqual((yield* readFrom(list(10, 4, 0), { pageSize: 100 })).received, range(0, 10))
    }))

  it.effect("does not end at a short page of a filtered list", () =>
    Effect.gen(function*() {
      const pages = [[0, 1, 2], [3], [], [4, 5], [], []]
      const server: Server = (page) => pages[page] ?? []
      const { pages: requested, received } = yield* readFrom(server, { pageSize: 3, statuses: ["errored"] })
      assert.deepStrictEqual([received, requested], [range(0, 6), [0, 1, 2, 3, 4, 5]])
    }))

  it.effect("ends if the server ignores the page", () =>
    Effect.gen(function*() {
      const { pages, received } = yield* readFrom(() => [0, 1, 2, 3], { pageSize: 4 })
      assert.deepStrictEqual([received, pages], [range(0, 4), [0, 1, 2]])
    }))

  it.effect("reads all attempts of a server that treats page 0 as page 1", () =>
    Effect.gen(function*() {
      const server: Server = (page, request) => list(10, 4, 1)(Math.max(1, page), request)
      assert.deepStrictEqual((yield* readFrom(server, { pageSize: 4 })).received, range(0, 10))
      const one = yield* readFrom(server, { pageSize: 4, firstPage: 1 })
      assert.deepStrictEqual([one.received, one.pages, one.error], [range(0, 10), [1, 2, 3, 0], undefined])
    }))

  it.effect("fails if `firstPage` is wrong", () =>
    Effect.gen(function*() {
      const zero = yield* readFrom(list(10, 4, 1), { pageSize: 4 })
      assert.deepStrictEqual([zero.error, zero.received, zero.pages], ["WrongFirstAttemptsPageError", [], [0, 1]])
      assert.include(zero.message, "set the option `firstPage` to 1")
      const one = yield* readFrom(list(10, 4, 0), { pageSize: 4, firstPage: 1 })
      assert.deepStrictEqual([one.error, one.received], ["WrongFirstAttemptsPageError", range(4, 10)])
      assert.include(one.message, "set the option `firstPage` to 0")
    }))

  it.effect("ends if the server rejects page 0, and fails if the request fails otherwise", () =>
    Effect.gen(function*() {
      const server = (error: RevoxError.RevoxError): Server => (page, request) =>
        page === 0 ? error : list(5, 4, 1)(page, request)
      const rejected = yield* readFrom(server(badRequest), { pageSize: 4, firstPage: 1 })
      assert.deepStrictEqual([rejected.received, rejected.error], [range(0, 5), undefined])
      const unknown = failure(new RevoxError.InvalidRequestError({ message: "no" }))
      const failed = yield* readFrom(server(unknown), { pageSize: 4, firstPage: 1 })
      assert.strictEqual(failed.error, "InvalidRequestError")
      assert.strictEqual((yield* readFrom(server(badRequest), { pageSize: 4 })).error, "BadRequestError")
    }))

  it.effect("fails after the maximum number of pages, with the attempts of these pages", () =>
    Effect.gen(function*() {
      const endless: Server = (page) => range(page * 4, page * 4 + 4)
      const { error, pages, received } = yield* readFrom(endless, { pageSize: 4, maxPages: 3 })
      assert.deepStrictEqual([error, pages, received], ["TooManyPagesError", [0, 1, 2], range(0, 12)])
    }))

  it.effect.each<readonly [object, string]>([
    [{ pageSize: 0 }, "Invalid option pageSize: expected an integer of 1 or more, got 0."],
    [{ maxPages: 1.5 }, "Invalid option maxPages: expected an integer of 1 or more, got 1.5."],
    [{ firstPage: 2 }, "Invalid option firstPage: expected 0 or 1, got 2."],
    [{ statuses: ["done"] }, "Invalid option statuses.0"]
  ])("rejects the options %j before it sends a request", ([options, message]) =>
    Effect.gen(function*() {
      const failed = yield* readFrom(() => [], options as CallAttempts.Options)
      assert.deepStrictEqual(failed.pages, [])
      assert.include(failed.message, message)
    }))

  it.effect("sends no request before the first pull, and one for the first attempt", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const attempts = CallAttempts.stream({ pageSize: 2 })
      assert.lengthOf(yield* simulator.requests, 0)
      yield* Stream.runHead(attempts)
      assert.deepStrictEqual((yield* simulator.requests).map(({ target }) => target), ["/api/call?page=0&page_size=2"])
    }).pipe(Effect.provide(simulated({
      calls: Array.from({ length: 5 }, () => ({ attempts: ["human"], age: "1 day" }) as const)
    }))))

  it.effect("emits each attempt once while simulated calls are placed", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const add = simulator.addCall({ attempts: ["busy"], delay: 0 })
      yield* Effect.replicateEffect(add, 25, { discard: true })
      yield* TestClock.adjust("1 hour")
      const before = (yield* simulator.calls).flatMap(({ call_attempts }) => idsOf(call_attempts))
      const received = yield* CallAttempts.stream({ pageSize: 10 }).pipe(
        Stream.zipWithIndex,
        Stream.tap(([_, index]) => index % 4 === 0 ? add : Effect.void),
        Stream.map(([attempt]) => attempt),
        Stream.runCollect
      )
      assert.sameMembers(idsOf(received), before)
      assert.isAbove((yield* simulator.calls).length, 30)
    }).pipe(Effect.provide(simulated())))

  it.effect("retries a page that fails", () =>
    Effect.gen(function*() {
      const { inject } = yield* RevoxSimulator.RevoxSimulator
      yield* inject(Fault.status(503).pipe(Fault.times(1), Fault.after(1)))
      assert.strictEqual(yield* inTime(Stream.runCount(CallAttempts.stream({ pageSize: 2 }))), 5)
    }).pipe(Effect.provide(simulated({
      calls: Array.from({ length: 5 }, () => ({ attempts: ["human"], age: "1 day" }) as const)
    }))))
})

/** A runtime with a simulator that has two attempts, for code that does not use Effect. Its clock does not advance. */
const withTwoAttempts = (...faults: ReadonlyArray<Fault.Fault>) =>
  ManagedRuntime.make(
    Layer.provideMerge(
      simulated({ calls: [{ attempts: ["busy", "human"], age: "1 day" }], faults }),
      TestClock.layer({ warningDelay: "1 day" })
    )
  )

const traffic = (runtime: ReturnType<typeof withTwoAttempts>) =>
  runtime.runPromise(RevoxSimulator.RevoxSimulator.use((simulator) => simulator.traffic))

describe("CallAttempts.toReadableStream", () => {
  it("emits all attempts, and sends no request before the first read", async () => {
    await using runtime = withTwoAttempts()
    const reader = CallAttempts.toReadableStream(runtime, { pageSize: 1 }).getReader()
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.strictEqual((await traffic(runtime)).requests, 0)
    assert.strictEqual((await reader.read()).value?.result, "human")
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.strictEqual((await traffic(runtime)).requests, 1)
    assert.strictEqual((await reader.read()).value?.result, null)
    assert.isTrue((await reader.read()).done)
  })

  it("cancels the request in flight when it is cancelled", async () => {
    await using runtime = withTwoAttempts(Fault.slowHeaders("1 minute"))
    const reader = CallAttempts.toReadableStream(runtime).getReader()
    const read = reader.read()
    while ((await traffic(runtime)).inFlight === 0) await new Promise((resolve) => setImmediate(resolve))
    await reader.cancel()
    assert.isTrue((await read).done)
    assert.deepInclude(await traffic(runtime), { requests: 1, inFlight: 0, aborted: 1 })
  })

  it("errors with the reason of a signal", async () => {
    await using runtime = withTwoAttempts()
    const signal = AbortSignal.abort(new Error("enough"))
    const read = CallAttempts.toReadableStream(runtime, { signal }).getReader().read()
    const error = await read.catch((error: unknown) => error)
    assert.propertyVal(error, "message", "enough")
  })
})

describe("CallAttempts.toAsyncIterable", () => {
  it("yields all attempts", async () => {
    await using runtime = withTwoAttempts()
    const results: Array<string | null> = []
    for await (const { result } of CallAttempts.toAsyncIterable(runtime)) results.push(result)
    assert.deepStrictEqual(results, ["human", null])
  })
})
