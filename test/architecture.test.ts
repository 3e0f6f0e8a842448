import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { importsComputedPath, importsOf, withoutComments } from './support/imports.ts'

type Reach = { readonly all: readonly string[]; readonly typesOnly?: readonly string[] }

/**
 * Which folder of `src/` may import which. A folder may always import itself, and the composition root (the files that
 * lie in `src/` itself) may import everything. This table is the architecture; ARCHITECTURE.md draws it.
 */
const mayImport: Readonly<Record<string, Reach>> = {
  kernel: { all: [] },
  tlog: { all: ['kernel'] },
  tls: { all: ['kernel'] },
  outbound: { all: ['kernel'] },
  verify: { all: ['kernel', 'tlog'] },
  evidence: { all: ['kernel'] },
  query: { all: ['kernel'] },
  foreign: { all: ['kernel'] },
  geo: { all: ['kernel'] },
  print: { all: ['kernel'] },
  store: { all: ['kernel', 'tlog', 'query', 'outbound'] },
  events: { all: ['kernel', 'tlog', 'query', 'store'] },
  projection: { all: ['kernel', 'geo', 'query', 'store', 'events'] },
  access: { all: ['kernel', 'store', 'events'] },
  vault: { all: ['kernel', 'store', 'events', 'access'] },
  protocol: { all: ['kernel', 'store', 'events', 'access', 'vault'] },
  commander: {
    all: ['kernel', 'query', 'store', 'events', 'access', 'vault', 'protocol', 'reports', 'alerts'],
  },
  imports: { all: ['kernel', 'foreign', 'store', 'events', 'access'] },
  reports: {
    all: ['kernel', 'geo', 'query', 'store', 'events', 'projection', 'access', 'outbound', 'print'],
  },
  alerts: { all: ['kernel', 'query', 'store', 'events', 'access', 'outbound'] },
  exports: { all: ['kernel', 'tlog', 'query', 'store', 'events', 'access', 'outbound'] },
  doctor: { all: ['kernel', 'store'] },
  http: {
    all: [
      'kernel',
      'tlog',
      'query',
      'events',
      'access',
      'protocol',
      'vault',
      'commander',
      'reports',
      'imports',
      'foreign',
      'geo',
      'alerts',
      'exports',
    ],
    typesOnly: ['projection'],
  },
  demo: {
    all: [
      'kernel',
      'query',
      'store',
      'events',
      'access',
      'protocol',
      'vault',
      'reports',
      'alerts',
      'exports',
      'client',
    ],
  },
  client: { all: ['kernel', 'query'], typesOnly: ['http'] },
  cli: {
    all: [
      'kernel',
      'query',
      'client',
      'tlog',
      'verify',
      'evidence',
      'foreign',
      'exports',
      'outbound',
      'print',
    ],
    typesOnly: ['http', 'reports'],
  },
}

const storeMakers = ['store/embedded', 'store/distributed']
const storePickers = ['open-store.ts', 'backup.ts', 'restore.ts', 'move-store.ts']
const familyLoader = 'kernel/family.ts'
const maxLines = 300
const bannedNames = ['utils', 'helpers', 'common', 'types', 'manager', 'constants', 'index']

const project = join(import.meta.dirname, '..')

type Source = { readonly file: string; readonly text: string }

const sourcesIn = (folder: string): readonly Source[] =>
  readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(project, folder, file), 'utf8') }))

const isTest = ({ file }: Source) => file.endsWith('.test.ts')
const tested = sourcesIn('src')
const sources = tested.filter((source) => !isTest(source))
const everything = ['src', 'test', 'bench', 'console/src']
  .filter((folder) => existsSync(join(project, folder)))
  .flatMap((folder) =>
    sourcesIn(folder).map(({ file, text }) => ({ file: `${folder}/${file}`, text })),
  )

/** `''` for the composition root. */
const folderOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : '')

/** The files of this project that a source imports, as paths below `src/`. */
const localImports = ({ file, text }: Source) =>
  importsOf(text)
    .filter(({ path }) => path.startsWith('.'))
    .map(({ path, typeOnly }) => ({ target: join(dirname(file), path), typeOnly }))

const packageFile = '../package.json'

function isAllowed(file: string, target: string, typeOnly: boolean): boolean {
  const from = folderOf(file)
  const to = folderOf(target)
  if (target === packageFile || from === to) return true
  if (to === '..' || to === '') return false
  if (from === '') return true
  const reach = mayImport[from]
  return reach?.all.includes(to) || (typeOnly && reach?.typesOnly?.includes(to)) || false
}

test('imports run one way: no folder imports one that the table does not give it', () => {
  const wrong = sources.flatMap((source) =>
    localImports(source)
      .filter(({ target, typeOnly }) => !isAllowed(source.file, target, typeOnly))
      .map(({ target }) => `src/${source.file} imports src/${target}`),
  )
  expect(wrong).toEqual([])
})

test('every folder of src/ has its line in the table', () => {
  const folders = new Set(sources.map(({ file }) => folderOf(file)).filter((name) => name !== ''))
  expect([...folders].filter((name) => mayImport[name] === undefined)).toEqual([])
})

test(`only ${storePickers.join(', ')} in src/ know the kinds of stores`, () => {
  const wrong = sources
    .filter(({ file }) => !storePickers.includes(file) && folderOf(file) !== 'store')
    .flatMap((source) =>
      localImports(source)
        .filter(({ typeOnly }) => !typeOnly)
        .filter(({ target }) => storeMakers.some((maker) => target.startsWith(`${maker}/`)))
        .map(({ target }) => `src/${source.file} imports src/${target}`),
    )
  expect(wrong).toEqual([])
})

test(`only src/${familyLoader} imports a path that it works out while running`, () => {
  const wrong = sources.filter(
    ({ file, text }) => file !== familyLoader && importsComputedPath(text),
  )
  expect(wrong.map(({ file }) => `src/${file}`)).toEqual([])
})

/** What runs when these files run: themselves and, through imports of more than types, everything they reach. */
function reachedFrom(start: readonly Source[]): ReadonlySet<Source> {
  const byFile = new Map(sources.map((source) => [source.file, source]))
  const reached = new Set(start)
  for (const source of reached) {
    for (const { target, typeOnly } of localImports(source)) {
      const next = byFile.get(target)
      if (next && !typeOnly) reached.add(next)
    }
  }
  return reached
}

const needsNode = ({ text }: Source) =>
  importsOf(text).some(({ path }) => path.startsWith('node:')) ||
  /\bBuffer\b|\bprocess\.|\brequire\(/.test(withoutComments(text))

test('client/ and query/ run in a browser: neither they nor what they import needs Node', () => {
  const client = sources.filter(({ file }) => ['client', 'query'].includes(folderOf(file)))
  const wrong = [...reachedFrom(client)].filter(needsNode)
  expect(wrong.map(({ file }) => `src/${file}`)).toEqual([])
})

/** What of `src/` the console may use; of everything else only types, which vanish when it is built. */
const consoleReach = ['kernel', 'query', 'client', 'evidence']

test('the console uses only what runs in a browser', () => {
  const screens = sourcesIn('console/src').flatMap(({ file, text }) =>
    importsOf(text)
      .filter(({ path, typeOnly }) => path.startsWith('.') && !typeOnly)
      .map(({ path }) => ({ file, target: join('console/src', dirname(file), path) })),
  )
  const outside = screens.filter(({ target }) => !target.startsWith('console/src/'))
  const wrong = outside.filter(
    ({ target }) => !consoleReach.some((folder) => target.startsWith(`src/${folder}/`)),
  )
  expect(wrong.map(({ file, target }) => `console/src/${file} imports ${target}`)).toEqual([])
  const used = sources.filter(({ file }) => outside.some(({ target }) => target === `src/${file}`))
  expect([...reachedFrom(used)].filter(needsNode).map(({ file }) => `src/${file}`)).toEqual([])
})

/** A text that begins as a statement does, in either case. */
const sqlStatement =
  /['"`]\s*(?:select\s[^'"`]*?\sfrom\s|insert\s+(?:or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|create\s+(?:table|index)\s)/i

/** Reads a data folder for somebody who does not trust the store, so it may share no code with it. */
const ownReader = 'verify/data-folder.ts'
/** Tells a database of somebody else what to keep. */
const receiverOfRows = 'exports/targets/clickhouse.ts'
const sqlFolders = ['store', 'projection']

test('SQL stands in store/ and projection/ only, in the verifier that trusts no store, and where a receiver wants it', () => {
  const wrong = sources.filter(
    ({ file, text }) =>
      !sqlFolders.includes(folderOf(file)) &&
      ![ownReader, receiverOfRows].includes(file) &&
      sqlStatement.test(withoutComments(text)),
  )
  expect(wrong.map(({ file }) => `src/${file}`)).toEqual([])
})

test(`no file is longer than ${maxLines} lines`, () => {
  const wrong = everything.filter(({ text }) => text.trimEnd().split('\n').length > maxLines)
  expect(wrong.map(({ file }) => file)).toEqual([])
})

test('every file is named after what it exports, never after a drawer', () => {
  const wrong = everything.filter(({ file }) =>
    bannedNames.includes(basename(file).replace(/(\.test|\.d)?\.tsx?$/, '')),
  )
  expect(wrong.map(({ file }) => file)).toEqual([])
})

test('nothing is exported by default', () => {
  const wrong = everything.filter(
    ({ file, text }) =>
      !file.endsWith('.config.ts') &&
      /^\s*export\s+(?:default\b|\{[^}]*\bas\s+default\b)/m.test(text),
  )
  expect(wrong.map(({ file }) => file)).toEqual([])
})

test.each([
  ["import { a } from './a.ts'", { path: './a.ts', typeOnly: false }],
  ["import type { A } from './a.ts'", { path: './a.ts', typeOnly: true }],
  ["import { type A } from './a.ts'", { path: './a.ts', typeOnly: false }],
  ["import {\n  a,\n  b,\n} from './a.ts'", { path: './a.ts', typeOnly: false }],
  ["import * as a from './a.ts'", { path: './a.ts', typeOnly: false }],
  ["import './a.ts'", { path: './a.ts', typeOnly: false }],
  ["export { a } from './a.ts'", { path: './a.ts', typeOnly: false }],
  ["export type * from './a.ts'", { path: './a.ts', typeOnly: true }],
  ["export * from './a.ts'", { path: './a.ts', typeOnly: false }],
  ["const a = await import('./a.ts')", { path: './a.ts', typeOnly: false }],
  ["type A = typeof import('./a.ts')", { path: './a.ts', typeOnly: true }],
  ["export const b = 1\nimport type { A } from './a.ts'", { path: './a.ts', typeOnly: true }],
])('this test sees the import in %j', (source, found) => {
  expect(importsOf(source)).toEqual([found])
})

test('this test sees no import in comments and no path that is worked out in a plain import', () => {
  expect(importsOf("// import { a } from './a.ts'\n/* import './b.ts' */")).toEqual([])
  expect(importsComputedPath("await import('./a.ts')")).toBe(false)
  expect(importsComputedPath('await import(path)')).toBe(true)
})
