import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import type * as Endpoint from "../Endpoint.ts"

/**
 * The kind of a response body: JSON, bytes, text or none.
 *
 * @category models
 * @since 0.1.0
 */
export type BodyKind = "json" | "bytes" | "text" | "empty"

const bodyAnnotation = "~effect-revox/schema/body"

interface BodyAnnotation {
  readonly kind: BodyKind
  readonly contentType: string
}

const body = <S extends Schema.Top>(schema: S, annotation: BodyAnnotation): S["Rebuild"] =>
  schema.annotate({ [bodyAnnotation]: annotation })

const resolveBody = /*#__PURE__*/ SchemaAST.resolveAt<BodyAnnotation>(bodyAnnotation)

/**
 * The success schema of endpoints whose response has no body, or whose body is ignored: `void`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Empty: Schema.Void = /*#__PURE__*/ body(Schema.Void, { kind: "empty", contentType: "" })

/**
 * The success schema of endpoints whose response is plain text.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Text: Schema.String = /*#__PURE__*/ body(Schema.String, { kind: "text", contentType: "text/plain" })

/**
 * The success schema of endpoints whose response is neither JSON nor text, such as `audio/mpeg`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const bytes = (contentType: string): Schema.Uint8Array => body(Schema.Uint8Array, { kind: "bytes", contentType })

/**
 * Returns the kind and the media type of the body of successful responses.
 *
 * @category getters
 * @since 0.1.0
 */
export const successBody = (self: Endpoint.Any): { readonly kind: BodyKind; readonly contentType: string } =>
  resolveBody(self.success.ast) ?? { kind: "json", contentType: "application/json" }
