import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ecs } from '../../src/exports/formats/ecs.ts'
import { faults } from '../faults/support/effort.ts'
import { anyOutgoingEvent } from '../support/any-outgoing-event.ts'

/**
 * Random events as ECS documents: 2,000, or 100,000 with `--full`. Each gives its texts back; and the compiler says, of one document of
 * every shape that there is, whether Elastic's published fields are what we take them for: names, nesting and types.
 */

const run = promisify(execFile)
const count = faults({ few: 2_000, many: 100_000 })
const seed = Date.now() % 2 ** 31
const origin = { host: 'vault.example.com', version: '0.1.0' }
const events = fc.sample(anyOutgoingEvent, { numRuns: count, seed })
const documents = events.map((event) => JSON.parse(ecs.line(event, origin)))

let scratch: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-ecs-'))
  await cp(join(import.meta.dirname, 'elastic-ecs'), scratch, { recursive: true })
  await run('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: scratch })
}, 120_000)

afterAll(() => rm(scratch, { recursive: true }))

/** A document with nothing left but names and types. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shapeOf(one)]))
}

/** One document of each shape. What is ours stands below `keepwatch`, as ECS wants it, and is not looked at. */
function examples(): readonly unknown[] {
  const found = new Map<string, unknown>()
  for (const { keepwatch: _, ...document } of documents)
    found.set(JSON.stringify(shapeOf(document)), document)
  return [...found.values()]
}

const strict = [
  '--noEmit',
  '--strict',
  '--target',
  'es2022',
  '--module',
  'nodenext',
  '--skipLibCheck',
]

/** What the compiler has against documents, by Elastic's types; the version of the schema is ours to name. */
async function complaints(some: readonly unknown[]): Promise<string> {
  const head = `import type { Ecs } from '@elastic/ecs'
type Document = Omit<Ecs, 'ecs'> & { ecs: { version: string } }
export const documents: readonly Document[] = `
  await writeFile(join(scratch, 'documents.ts'), `${head}${JSON.stringify(some)}\n`)
  const tsc = join(import.meta.dirname, '../../node_modules/.bin/tsc')
  const compiled = run(tsc, [...strict, 'documents.ts'], { cwd: scratch })
  return compiled.then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  )
}

test('every document has the fields that Elastic publishes, and no others', {
  timeout: 120_000,
}, async () => {
  const some = examples()
  expect(some.length).toBeGreaterThan(1)
  expect(await complaints(some), `seed ${seed}`).toBe('')
})

test.each([
  ['a value of another type', { sequence: 'first' }, "'string' is not assignable to type 'number'"],
  ['a field that there is not', { nonsense: 1 }, 'nonsense'],
])('the compiler says so of %s', { timeout: 120_000 }, async (_, wrong, says) => {
  const [some] = examples() as { event: object }[]
  expect(await complaints([{ ...some, event: { ...some?.event, ...wrong } }])).toContain(says)
})

test('every text comes back as it was', () => {
  expect(documents).toHaveLength(count)
  for (const [at, document] of documents.entries()) {
    const event = events[at]
    expect(document).toMatchObject({
      message: event?.message,
      event: { sequence: event?.seq, hash: event?.leaf_hash, action: event?.audit_event },
      user: { name: event?.username },
      keepwatch: { device_name: event?.['device_name'], secret_uid: event?.['secret_uid'] },
    })
  }
})
