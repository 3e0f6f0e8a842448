import { registerHooks } from 'node:module'

const leafHasher = `const none = new Uint8Array()
  export const leafHasher = () => (entries, tell) => {
    for (let at = 0; at < entries.length; at++) tell(none, at)
    return entries
  }`

const frontier = `export * from './frontier.ts'
  export const appendLeaves = ({ size }, leaves) => ({ frontier: { size: size + leaves.length, peaks: [] }, closed: [] })
  const head = Buffer.alloc(8)
  export const encodeFrontier = ({ size }) => { head.writeBigUInt64BE(BigInt(size)); return head }`

const replaced: Readonly<Record<string, string>> = {
  '/src/tlog/leaf-hasher.ts?bare': leafHasher,
  '/src/tlog/frontier.ts?bare': frontier,
}

const sourceOf = (url: string) => Object.entries(replaced).find(([path]) => url.endsWith(path))?.[1]

/** The store's own files and those that are replaced; what it stands on is the same for both stores. */
const isCopied = (url: string) => url.includes('/src/store/embedded/') || sourceOf(`${url}?bare`)

/** A file of the copy; one that is replaced takes the rest of itself from the original. */
const isBare = (url = '') => url.endsWith('?bare') && sourceOf(url) === undefined

registerHooks({
  resolve(specifier, context, nextResolve) {
    const found = nextResolve(specifier, context)
    if (!isBare(context.parentURL) || !isCopied(found.url)) return found
    return { ...found, url: `${found.url}?bare` }
  },
  load(url, context, nextLoad) {
    const source = sourceOf(url)
    return source ? { format: 'module', source, shortCircuit: true } : nextLoad(url, context)
  },
})

const file = '../src/store/embedded/embedded-store.ts?bare'

/**
 * The embedded store with a log that has no tree: no hashes, no nodes, a head that is a number. Production code has no such switch,
 * so that nobody can turn the proof off by accident; here two of its modules are replaced as they are loaded.
 */
export const { openEmbeddedStore: openWithoutTree } = (await import(
  file
)) as typeof import('../src/store/embedded/embedded-store.ts')
