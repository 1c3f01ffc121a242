/**
 * Makes the API reference of what the sources are, rather than of how they are written: a module has the name under which
 * it is imported, a service the methods that it offers, and classes have nothing of how Effect makes a class of a schema.
 */
import { readFileSync } from "node:fs"
import {
  type Application,
  Comment,
  Converter,
  DeclarationReflection,
  PageEvent,
  ParameterReflection,
  ReferenceType,
  ReflectionKind,
  ReflectionType,
  UnknownType
} from "typedoc"

/** The doc comment of a module. TypeDoc recognizes it only if it has a tag. */
const summary = (module: string): Comment => {
  const source = readFileSync(new URL(`../packages/${module.replace("/", "/src/")}.ts`, import.meta.url), "utf8")
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? ""
  // Exports have a category: this comment is that of the first one, or of nothing.
  if (!/^ \* @since \d+\.\d+\.\d+$/m.test(comment) || comment.includes("@category")) return new Comment()
  const [text = ""] = comment.replaceAll(/^ \* ?/gm, "").split(/^@/m)
  return new Comment([{ kind: "text", text: text.trim().replaceAll(/\{@link (\w+)\}/g, "`$1`") }])
}

/** The first sentence of the doc comment of a module. */
const sentence = (module: DeclarationReflection): string => {
  const text = (module.comment?.summary ?? []).map(({ text }) => text).join("").replaceAll("\n", " ")
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text
}

/** From what others stand on to what stands on it. */
const packages = ["schema", "client", "streams", "testing", "workflow"]

/** The modules of each package in a table, instead of a list of names. */
const index = (modules: ReadonlyArray<DeclarationReflection>): string => {
  const sections = packages.flatMap((name) => {
    const rows = modules
      .filter((module) => module.name.startsWith(`${name}/`))
      .map((module) => `| [${module.name.slice(name.length + 1)}](${module.name}.md) | ${sentence(module)} |`)
    const table = `| Module | |\n| --- | --- |\n${rows.join("\n")}`
    return rows.length === 0 ? [] : [`## ${name}`, `\`@effect-revox/${name}\``, table]
  })
  return ["# API", "Every public name, as its doc comment says it.", ...sections].join("\n\n")
}

/** A service is a class that extends `Context.Service<Self, Methods>()(...)`, which is a `Shape<Key, Methods>`. */
const addMethods = (service: DeclarationReflection): void => {
  for (const type of service.extendedTypes ?? []) {
    if (!(type instanceof ReferenceType) || type.name !== "Shape") continue
    const methods = type.typeArguments?.[1]
    if (!(methods instanceof ReflectionType)) continue
    for (const method of methods.declaration.children ?? []) {
      method.parent = service
      service.addChild(method)
    }
  }
}

/** `Config.Wrap<Options>` says more than the conditional type that it stands for, written out. */
const wrapped = (parameter: string): string | undefined => /: (Config\.Wrap<[\w.]+>)$/.exec(parameter)?.[1]

export const load = (app: Application): void => {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, declaration) => {
    if (!declaration.kindOf(ReflectionKind.Module)) return
    declaration.name = declaration.name.replace("/src/", "/")
    declaration.comment = summary(declaration.name)
  })
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    const { project } = context
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
      const type = wrapped(context.getSymbolFromReflection(parameter)?.valueDeclaration?.getText() ?? "")
      if (parameter instanceof ParameterReflection && type !== undefined) parameter.type = new UnknownType(type)
    }
    for (const constructor of project.getReflectionsByKind(ReflectionKind.Constructor)) {
      project.removeReflection(constructor)
    }
    for (const declaration of project.getReflectionsByKind(ReflectionKind.Class)) {
      if (declaration instanceof DeclarationReflection) addMethods(declaration)
    }
  })
  app.renderer.on(PageEvent.END, (page) => {
    if (page.isReflectionEvent() && page.model.isProject()) {
      page.contents = index(page.model.getChildrenByKind(ReflectionKind.Module))
    }
  })
  // After TypeDoc's own listeners, which add these.
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const reflection of project.getReflectionsByKind(ReflectionKind.All)) {
      if (!(reflection instanceof DeclarationReflection)) continue
      for (const inheriting of [reflection, ...reflection.getAllSignatures()]) {
        delete inheriting.inheritedFrom
        delete inheriting.overwrites
        delete inheriting.implementationOf
      }
      if (reflection.kindOf(ReflectionKind.Class)) delete reflection.typeHierarchy
      delete reflection.typeHierarchy?.next
    }
  }, -1000)
}
