/**
 * Layout of an entry of the API reference: all overloads of a function in one code block with the types of the parameters,
 * a link to the source, the comment, and one table of parameters with links to their types.
 */
import {
  type Application,
  type Comment,
  ContainerReflection,
  type DeclarationReflection,
  type ParameterReflection,
  type Reflection,
  ReflectionKind,
  type SignatureReflection,
  type SomeType,
  UnionType
} from "typedoc"
import { type MarkdownPageEvent, MarkdownTheme, MarkdownThemeContext } from "typedoc-plugin-markdown"

type Partials = MarkdownThemeContext["partials"]

const cell = (text: string): string =>
  text.trim().replaceAll(/\s*\n\s*/g, " ").replaceAll(/(?<!\\)\|/g, "\\|").replaceAll(/(^|, )\\\| /g, "$1") || "-"

const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n")

const unique = (types: ReadonlyArray<SomeType>): ReadonlyArray<SomeType> => [
  ...new Map(types.map((type) => [type.toString(), type])).values()
]

const withoutFence = (code: string): string => code.replaceAll(/^```.*$/gm, "").trim()

/** One type for all overloads. */
const union = (types: ReadonlyArray<SomeType>): SomeType | undefined => {
  const [first, ...others] = unique(types)
  return first === undefined || others.length === 0 ? first : new UnionType([first, ...others])
}

const lengthOf = (comment: Comment | undefined): number =>
  [...comment?.summary ?? [], ...(comment?.blockTags ?? []).flatMap(({ content }) => content)]
    .reduce((length, { text }) => length + text.length, 0)

/** Fits a sentence into lines of comments above an overload. */
const commentLines = (text: string): string =>
  text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`\n]/g, (found) => (found === "\n" ? " " : ""))
    .replaceAll(/(?=\S)(.{1,74})(?:\s+|$)/g, "// $1\n").trimEnd()

const sentence = (text: string): string => /^[\s\S]*?\.(?=\s|$)/.exec(text)?.[0] ?? text

/** The schema and its type have one name, and one entry: this finds one for the other. */
const namesake = (model: DeclarationReflection, kind: ReflectionKind): DeclarationReflection | undefined =>
  model.parent instanceof ContainerReflection
    ? model.parent.children?.find((child) => child.name === model.name && child.kind === kind)
    : undefined

class Context extends MarkdownThemeContext {
  constructor(theme: MarkdownTheme, page: MarkdownPageEvent<Reflection>, options: Application["options"]) {
    super(theme, page, options)
    const { declaration, memberContainer: container } = this.partials
    this.partials = {
      ...this.partials,
      sources: (model) => this.source(model),
      signatures: (model, options) => this.overloads(model.signatures ?? [], model.comment, options),
      signature: (model, options) =>
        this.overloads([model], model.comment ?? model.parent.comment, { ...options, hideCode: options.hideTitle }),
      memberContainer: (model, options) =>
        model.kind === ReflectionKind.Variable && namesake(model, ReflectionKind.TypeAlias) !== undefined
          ? `<a id="${this.router.getAnchor(model)}"></a>`
          : container.call(this, model, options),
      declaration: (model, options) => this.schemaAndType(model) ?? declaration.call(this, model, options),
      // Names and bounds of type parameters are part of the code.
      typeParametersTable: () => ""
    }
  }

  source(model: Parameters<Partials["sources"]>[0] | undefined): string {
    const [source] = model?.sources ?? []
    return source?.url === undefined ? "" : `[Source](${source.url}){.source}`
  }

  comment(comment: Comment | undefined, options: Parameters<Partials["comment"]>[1]): string {
    return comment === undefined ? "" : this.partials.comment(comment, options)
  }

  /** One entry for a schema and its type, with the longer of their comments. */
  schemaAndType(type: DeclarationReflection): string | undefined {
    const schema = type.kind === ReflectionKind.TypeAlias ? namesake(type, ReflectionKind.Variable) : undefined
    if (schema === undefined) return undefined
    const code = [schema, type].map((model) => withoutFence(this.partials.declarationTitle(model)))
    const comment = lengthOf(schema.comment) > lengthOf(type.comment) ? schema.comment : type.comment
    return [
      `\`\`\`ts\n${code.join("\n\n")}\n\`\`\``,
      this.source(schema),
      this.comment(comment, { headingLevel: 4, showSummary: true, showTags: true })
    ].filter((text) => text !== "").join("\n\n")
  }

  /** The code of a signature, without the fence. */
  code(signature: SignatureReflection): string {
    return withoutFence(this.partials.signatureTitle(signature))
  }

  overloads(
    signatures: ReadonlyArray<SignatureReflection>,
    shared: Comment | undefined,
    { headingLevel, hideCode = false, nested = false }: {
      readonly headingLevel: number
      readonly nested?: boolean | undefined
      readonly hideCode?: boolean | undefined
    }
  ): string {
    const comments = signatures.flatMap(({ comment }) => comment ?? [])
    const main = comments.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0] ?? shared
    const code = signatures.map((signature) => {
      const own = signature.comment
      const isOther = own !== undefined && signatures.length > 1
      const about = isOther ? `${commentLines(sentence(this.helpers.getCommentParts(own.summary)))}\n` : ""
      return about + this.code(signature)
    })
    return [
      hideCode ? "" : `\`\`\`ts\n${code.join("\n\n")}\n\`\`\``,
      nested ? "" : this.source(signatures[0]),
      this.comment(main, { headingLevel, showTags: false, showSummary: true }),
      this.parameters(signatures, main),
      this.comment(main, { headingLevel, showTags: true, showSummary: false })
    ].filter((text) => text !== "").join("\n\n")
  }

  /** The parameters of all overloads, and what they return. */
  parameters(signatures: ReadonlyArray<SignatureReflection>, main: Comment | undefined): string {
    const parameters = new Map<string, Array<ParameterReflection>>()
    for (const parameter of signatures.flatMap(({ parameters }) => parameters ?? [])) {
      parameters.set(parameter.name, [...parameters.get(parameter.name) ?? [], parameter])
    }
    const type = (types: ReadonlyArray<SomeType>): string => cell(this.partials.someType(union(types)))
    const rows = [...parameters].map(([name, all]) => {
      const isOptional = all.some(({ defaultValue, flags }) => flags.isOptional || defaultValue !== undefined)
      const comment = all.find(({ comment }) => comment !== undefined)?.comment
      return [
        `\`${all[0]?.flags.isRest === true ? "..." : ""}${name}${isOptional ? "?" : ""}\``,
        type(all.flatMap(({ type }) => type ?? [])),
        cell(this.comment(comment, { isTableColumn: true }))
      ]
    })
    const returns = main?.getTag("@returns")
    const results = unique(signatures.flatMap(({ type }) => type ?? []))
    if (results.length > 0) {
      const about = returns === undefined ? "-" : cell(this.helpers.getCommentParts(returns.content))
      rows.push(["returns", results.map((result) => type([result])).join("<br>or "), about])
    }
    const isDescribed = rows.some(([, , about]) => about !== "-")
    const head = ["Parameter", "Type", ...isDescribed ? ["Description"] : []]
    return rows.length === 0 ? "" : table(head, rows.map((row) => row.slice(0, head.length)))
  }
}

class Theme extends MarkdownTheme {
  override getRenderContext(page: MarkdownPageEvent<Reflection>): MarkdownThemeContext {
    return new Context(this, page, this.application.options)
  }
}

/** Titles a category like a heading. */
export const titleOf = (category: string): string =>
  category === "Other" ? "Also exported" : `${category.charAt(0).toUpperCase()}${category.slice(1)}`

/** Shows a getter like a property: in the table of properties, with its type and its description. */
export const asProperty = (declaration: DeclarationReflection, kind: DeclarationReflection["kind"]): void => {
  const { getSignature } = declaration
  if (getSignature?.type === undefined) return
  declaration.kind = kind
  declaration.type = getSignature.type
  if (getSignature.comment !== undefined) declaration.comment = getSignature.comment
  delete declaration.getSignature
}

export const load = (app: Application): void => {
  app.renderer.defineTheme("entries", Theme)
}
