/**
 * The user that an API key belongs to, and whether the key is valid.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { OrganizationId, UserId } from "./Ids.ts"
import { described } from "./internal/described.ts"
import { Timestamp } from "./Timestamp.ts"

/**
 * The user that an API key belongs to.
 *
 * @category schemas
 * @since 0.1.0
 */
export class User extends Schema.Opaque<User>()(
  Schema.Struct({
    id: UserId.annotateKey({ description: "The id of the user." }),
    created_at: Timestamp.annotateKey({ description: "Creation time of the user." }),
    email: Schema.String.annotateKey({ description: "The email address of the user." }),
    first_name: Schema.NullOr(Schema.String).annotateKey({ description: "The first name of the user." }),
    has_completed_onboarding: Schema.Boolean.annotateKey({
      description: "Whether the user has completed the introduction to Revox."
    }),
    last_name: Schema.NullOr(Schema.String).annotateKey({ description: "The last name of the user." }),
    organization_id: OrganizationId.annotateKey({ description: "The organization of the user." }),
    updated_at: Timestamp.annotateKey({ description: "Time of the last change of the user." })
  }).annotate({ identifier: "User", description: "The user that an API key belongs to." })
) {}

/**
 * A response with one user, such as that of `GET /users/me`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class UserEnvelope extends Schema.Opaque<UserEnvelope>()(
  Schema.Struct({
    user: described(User, "The user.")
  }).annotate({
    identifier: "UserEnvelope",
    description: "A response with one user, such as that of `GET /users/me`."
  })
) {}

/**
 * The request body of `PATCH /users/me`. Absent fields keep their values.
 *
 * @category schemas
 * @since 0.1.0
 */
export class UserUpdate extends Schema.Opaque<UserUpdate>()(
  Schema.Struct({
    has_completed_onboarding: Schema.optionalKey(Schema.Boolean).annotateKey({
      description: "Whether the user has completed the introduction to Revox."
    })
  }).annotate({
    identifier: "UserUpdate",
    description: "The request body of `PATCH /users/me`. Absent fields keep their values."
  })
) {}

/**
 * Whether the API key of a request is valid: the response of `GET /auth-status`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class AuthStatus extends Schema.Opaque<AuthStatus>()(
  Schema.Struct({
    authenticated: Schema.Boolean.annotateKey({ description: "Whether the API key is valid." })
  }).annotate({
    identifier: "AuthStatus",
    description: "Whether the API key of a request is valid: the response of `GET /auth-status`."
  })
) {}
