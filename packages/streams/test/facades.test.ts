import { RevoxError } from "@effect-revox/client"
import { CampaignRow } from "@effect-revox/schema"
import { CampaignCompletion, CampaignRows, CompletionError, RowsError } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Layer, ManagedRuntime } from "effect"
import { TestClock } from "effect/testing"
import { simulated } from "./utils/simulated.ts"

/** A runtime with a simulator, for code that does not use Effect. The clock of both does not advance. */
const setup = async (...faults: ReadonlyArray<Fault.Fault>) => {
  const runtime = ManagedRuntime.make(
    Layer.provideMerge(simulated({ faults }), TestClock.layer({ warningDelay: "1 day" }))
  )
  const simulator = await runtime.runPromise(RevoxSimulator.RevoxSimulator)
  const id = await runtime.runPromise(simulator.addCampaign({ rows: 450, status: "completed" }))
  const traffic = () => runtime.runPromise(simulator.traffic)
  const expected = await runtime.runPromise(simulator.expectedRows(id))
  return { runtime, simulator, id, traffic, expected, [Symbol.asyncDispose]: () => runtime.dispose() }
}

const thrown = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise
  } catch (error) {
    return error
  }
  return assert.fail("nothing was thrown")
}

const collect = async <A>(values: AsyncIterable<A>): Promise<ReadonlyArray<A>> => {
  const all: Array<A> = []
  for await (const value of values) all.push(value)
  return all
}

/** Aborts when a number of requests were sent. */
const abortAt = async (requests: number, program: Awaited<ReturnType<typeof setup>>, abort: AbortController) => {
  while ((await program.traffic()).requests < requests) await new Promise((resolve) => setImmediate(resolve))
  abort.abort(new Error("enough"))
}

describe("CampaignRows.toAsyncIterable", () => {
  it("yields all rows, and sends no request before the loop", async () => {
    await using program = await setup()
    const rows = CampaignRows.toAsyncIterable(program.runtime, program.id)
    assert.strictEqual((await program.traffic()).requests, 0)
    assert.deepStrictEqual((await collect(rows)).map((row) => row.id), [...program.expected])
    const raw = CampaignRows.toAsyncIterable(program.runtime, program.id, { schema: CampaignRow.Raw })
    assert.lengthOf((await collect(raw)).map((row) => row["phone_number"]), 450)
  })

  it("stops when the loop ends", async () => {
    await using program = await setup()
    for await (const row of CampaignRows.toAsyncIterable(program.runtime, program.id)) {
      assert.strictEqual(row.id, program.expected[0])
      break
    }
    assert.deepInclude(await program.traffic(), { requests: 1, inFlight: 0 })
  })

  it("throws the error of the stream", async () => {
    await using program = await setup(Fault.status(404).pipe(Fault.onPage(1)))
    const error = await thrown(collect(CampaignRows.toAsyncIterable(program.runtime, program.id)))
    assert.instanceOf(error, RevoxError.RevoxError)
    const other = await thrown(collect(CampaignRows.toAsyncIterable(program.runtime, program.id, { pageSize: 0 })))
    assert.instanceOf(other, RowsError.RowsError)
  })

  it("throws the reason of a signal, and cancels requests in flight", async () => {
    await using program = await setup(Fault.slowHeaders("1 minute").pipe(Fault.after(1)))
    const abort = new AbortController()
    const seen: Array<string> = []
    const loop = async () => {
      for await (
        const row of CampaignRows.toAsyncIterable(program.runtime, program.id, { signal: abort.signal })
      ) seen.push(row.id)
    }
    const [error] = await Promise.all([thrown(loop()), abortAt(5, program, abort)])
    assert.propertyVal(error, "message", "enough")
    assert.lengthOf(seen, 100)
    assert.deepInclude(await program.traffic(), { inFlight: 0, aborted: 4 })
  })
})

describe("CampaignRows.toReadableStream", () => {
  it("emits all rows to a reader", async () => {
    await using program = await setup()
    const rows = await collect(CampaignRows.toReadableStream(program.runtime, program.id))
    assert.deepStrictEqual(rows.map((row) => row.id), [...program.expected])
  })

  it("sends no request before the first read, and none for rows that are not read", async () => {
    await using program = await setup()
    const idle = () => new Promise((resolve) => setTimeout(resolve, 20))
    const reader = CampaignRows.toReadableStream(program.runtime, program.id, { pageSize: 1, prefetch: 1 }).getReader()
    await idle()
    assert.strictEqual((await program.traffic()).requests, 0)
    assert.strictEqual((await reader.read()).value?.id, program.expected[0])
    await idle()
    assert.strictEqual((await program.traffic()).requests, 1)
    await reader.cancel()
  })

  it("stops when it is cancelled", async () => {
    await using program = await setup()
    const reader = CampaignRows.toReadableStream(program.runtime, program.id).getReader()
    assert.strictEqual((await reader.read()).value?.id, program.expected[0])
    await reader.cancel()
    assert.deepInclude(await program.traffic(), { requests: 1, inFlight: 0 })
  })

  it("errors with the reason of a signal, and does not end like a complete stream", async () => {
    await using program = await setup(Fault.slowHeaders("1 minute"))
    const abort = new AbortController()
    const rows = CampaignRows.toReadableStream(program.runtime, program.id, { signal: abort.signal })
    const [error] = await Promise.all([thrown(collect(rows)), abortAt(1, program, abort)])
    assert.propertyVal(error, "message", "enough")
    assert.deepInclude(await program.traffic(), { inFlight: 0, aborted: 1 })
  })
})

describe("a signal that was aborted before", () => {
  it("sends no request", async () => {
    await using program = await setup()
    const signal = AbortSignal.abort(new Error("late"))
    const rows = CampaignRows.toAsyncIterable(program.runtime, program.id, { signal })
    assert.propertyVal(await thrown(collect(rows)), "message", "late")
    const webRows = CampaignRows.toReadableStream(program.runtime, program.id, { signal })
    assert.propertyVal(await thrown(webRows.getReader().read()), "message", "late")
    const waiting = CampaignCompletion.toPromise(program.runtime, program.id, { signal })
    assert.propertyVal(await thrown(waiting), "message", "late")
    assert.strictEqual((await program.traffic()).requests, 0)
  })
})

describe("CampaignCompletion.toPromise", () => {
  it("resolves with the completed campaign", async () => {
    await using program = await setup()
    const campaign = await CampaignCompletion.toPromise(program.runtime, program.id)
    assert.strictEqual(campaign.status, "completed")
  })

  it("rejects with the error of the wait", async () => {
    await using program = await setup()
    const draft = await program.runtime.runPromise(program.simulator.addCampaign({ status: "draft" }))
    const error = await thrown(CampaignCompletion.toPromise(program.runtime, draft, { onDraft: "fail" }))
    assert.instanceOf(error, CompletionError.CompletionError)
  })

  it("rejects with the reason of a signal, and sends no further request", async () => {
    await using program = await setup()
    const draft = await program.runtime.runPromise(program.simulator.addCampaign({ status: "draft" }))
    const abort = new AbortController()
    const waiting = thrown(CampaignCompletion.toPromise(program.runtime, draft, { signal: abort.signal }))
    await abortAt(1, program, abort)
    assert.propertyVal(await waiting, "message", "enough")
    assert.strictEqual((await program.traffic()).requests, 1)
    const late = thrown(CampaignCompletion.toPromise(program.runtime, draft, { signal: abort.signal }))
    assert.propertyVal(await late, "message", "enough")
  })
})
