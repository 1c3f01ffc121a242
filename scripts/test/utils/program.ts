import ts from "@typescript/typescript6"

/** A program of modules that are given as text, without the standard library. */
export const programOf = (files: Readonly<Record<string, string>>, modules: ReadonlyArray<string>): ts.Program => {
  const sources = new Map(
    Object.entries(files).map(([name, text]) => [name, ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)])
  )
  const options: ts.CompilerOptions = {
    noLib: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler
  }
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    getSourceFile: (name) => sources.get(name),
    fileExists: (name) => sources.has(name),
    readFile: (name) => files[name],
    directoryExists: () => true,
    getCurrentDirectory: () => "/"
  }
  return ts.createProgram({ rootNames: modules, options, host })
}
