/**
 * Makes the API reference of what the sources are, rather than of how they are written: a module has the name under which
 * it is imported, a service the methods that it offers, and classes have nothing of how Effect makes a class of a schema.
 */
import {
  Application,
  ContainerReflection,
  Converter,
  DeclarationReflection,
  PageEvent,
  ParameterReflection,
  ReferenceType,
  ReflectionKind,
  ReflectionType,
  UnknownType
} from "typedoc"
import { sourceLink } from "./.vitepress/site.ts"
import { indexPage, modulePage, summary } from "./typedoc.pages.ts"
import { asProperty, titleOf } from "./typedoc.theme.ts"

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
  app.on(Application.EVENT_BOOTSTRAP_END, () => app.options.setValue("sourceLinkTemplate", sourceLink))
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
    for (const accessor of project.getReflectionsByKind(ReflectionKind.Accessor)) {
      if (accessor instanceof DeclarationReflection) asProperty(accessor, ReflectionKind.Property)
    }
  })
  app.renderer.on(PageEvent.END, (page) => {
    if (!page.isReflectionEvent()) return
    const { contents = "", model } = page
    if (model.isProject()) page.contents = indexPage(model.getChildrenByKind(ReflectionKind.Module))
    else if (model instanceof DeclarationReflection) page.contents = modulePage(model, contents)
  })
  // After TypeDoc's own listeners, which add these.
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const reflection of project.getReflectionsByKind(ReflectionKind.All)) {
      if (reflection instanceof ContainerReflection) {
        for (const category of reflection.categories ?? []) category.title = titleOf(category.title)
      }
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
