import type { User } from "@effect-revox/schema/User"
import * as Context from "effect/Context"
import * as brands from "./brands.ts"
import * as Random from "./random.ts"

/** The user that the API key of a simulator belongs to. */
export class AccountStore extends Context.Service<AccountStore, {
  readonly user: () => User
  readonly change: (change: (user: User) => User) => void
}>()("@effect-revox/testing/internal/AccountStore") {}

const stream = 21

/** The creation time of the user, which is independent of the clock. */
const createdAt = 1_767_225_600_000

/** The organization of the user. It owns what requests create. */
export const organizationId = (seed: number) => brands.organizationId(Random.uuid(seed, stream, 1))

export const make = (seed: number): AccountStore["Service"] => {
  let user: User = {
    id: brands.userId(Random.uuid(seed, stream, 0)),
    created_at: brands.iso(createdAt),
    email: "ada@example.com",
    first_name: "Ada",
    has_completed_onboarding: false,
    last_name: null,
    organization_id: organizationId(seed),
    updated_at: brands.iso(createdAt)
  }
  return {
    user: () => user,
    change: (change) => {
      user = change(user)
    }
  }
}
