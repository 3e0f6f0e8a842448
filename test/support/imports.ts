/** One import of a module: the path as written, and whether the types alone cross (they vanish when the program runs). */
export type Import = { readonly path: string; readonly typeOnly: boolean }

const comment = /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm

/** `import … from`, `export … from`: the clause is names, a star or braces, so that no other statement is taken for one. */
const fromClause =
  /^\s*(?:import|export)\s+(type\s+(?!from\b))?(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s*as\s+[\w$]+)?)?\s*from\s*['"]([^'"]+)['"]/gm

const sideEffect = /^\s*import\s*['"]([^'"]+)['"]/gm

const dynamic = /(typeof\s+)?\bimport\(\s*['"]([^'"]+)['"]\s*[,)]/g

const computed = /\bimport\(\s*(?!['"])/

export const withoutComments = (source: string): string => source.replace(comment, '')

/** Every module that a TypeScript source names, in static and in dynamic imports. */
export function importsOf(source: string): readonly Import[] {
  const code = withoutComments(source)
  const named = [...code.matchAll(fromClause), ...code.matchAll(dynamic)].map(
    ([, type, path = '']) => ({ path, typeOnly: type !== undefined }),
  )
  const bare = [...code.matchAll(sideEffect)].map(([, path = '']) => ({ path, typeOnly: false }))
  return [...named, ...bare]
}

/** Whether a source imports a path that it works out while running, which no table of imports can see. */
export const importsComputedPath = (source: string): boolean =>
  computed.test(withoutComments(source))
