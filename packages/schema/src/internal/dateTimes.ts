import * as Schema from "effect/Schema"
import { AsDateTime } from "../Timestamp.ts"

/** A timestamp field decoded to a point in time, under the description that it has in the plain entity. */
export const dated = (field: Schema.Constraint) =>
  AsDateTime.annotateKey({ description: Schema.resolveAnnotationsKey(field)?.description })
