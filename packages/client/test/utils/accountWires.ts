import { Account, PhoneNumbers } from "@effect-revox/client"
import type { RequestRecord } from "@effect-revox/testing"
import type { Wire } from "./Wire.ts"

type Wires = {
  readonly [Id in Extract<RequestRecord.EndpointId, `account.${string}` | `phoneNumbers.${string}`>]: Wire
}

const simulator = { phoneNumbers: [{ id: "number/1 é", phoneNumber: "+33184801234" }] }

/** The requests for the account and its phone numbers, literally. */
export const accountWires: Wires = {
  "account.me": {
    method: "GET",
    target: "/api/users/me",
    body: undefined,
    call: Account.Account.use((account) => account.me())
  },
  "account.updateMe": {
    method: "PATCH",
    target: "/api/users/me",
    body: { has_completed_onboarding: true },
    call: Account.Account.use((account) => account.updateMe({ has_completed_onboarding: true }))
  },
  "account.authStatus": {
    method: "GET",
    target: "/api/auth-status",
    body: undefined,
    call: Account.Account.use((account) => account.authStatus())
  },
  "phoneNumbers.list": {
    method: "GET",
    target: "/api/phone-numbers",
    body: undefined,
    call: PhoneNumbers.PhoneNumbers.use((phoneNumbers) => phoneNumbers.list())
  },
  "phoneNumbers.update": {
    method: "PATCH",
    target: "/api/phone-numbers/number%2F1%20%C3%A9",
    body: { inbound_assistant_id: null, label: "Support" },
    simulator,
    call: PhoneNumbers.PhoneNumbers.use((phoneNumbers) =>
      phoneNumbers.update("number/1 é", { inbound_assistant_id: null, label: "Support" })
    )
  },
  "phoneNumbers.delete": {
    method: "DELETE",
    target: "/api/phone-numbers/number%2F1%20%C3%A9",
    body: undefined,
    simulator,
    call: PhoneNumbers.PhoneNumbers.use((phoneNumbers) => phoneNumbers.delete("number/1 é"))
  }
}
