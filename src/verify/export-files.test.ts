import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryLog } from '../../test/support/memory-log.ts'
import { testKey } from '../../test/support/signed-folder.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { signCheckpoint } from '../tlog/checkpoint.ts'
import { root } from '../tlog/frontier.ts'
import { openExportFiles } from './export-files.ts'
import { exportedLeaf } from './exported-leaf.ts'
import { verifyLog } from './verify-log.ts'

const key = testKey()
const count = 600
const salt = Buffer.alloc(16, 9)
const commitment = (value: string) =>
  `sha256:${createHash('sha256').update(salt).update(value).digest('base64url')}`

const leaf = (seq: number) =>
  canonicalJson({
    audit_event: 'login',
    event_id: `event-${seq}`,
    username: commitment('ann@example.com'),
  })

type Exported = Readonly<Record<string, unknown>> & { readonly seq: number }

const event = (seq: number): Exported => ({
  seq,
  audit_event: 'login',
  event_id: `event-${seq}`,
  message: 'ann@example.com logged in',
  username: 'ann@example.com',
  salts: { username: salt.toString('base64') },
})

const events = Array.from({ length: count }, (_, seq) => event(seq))
const log = memoryLog(events.map(({ seq }) => Buffer.from(leaf(seq))))
const head = { origin: 'keepwatch/test', size: count, root: root(log.frontier) }
const anchor = { from: 'anchor.note', text: signCheckpoint(head, key.signers) }

let scratch: string
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-exports-'))
})
afterAll(() => rm(scratch, { recursive: true }))

const lines = (some: readonly unknown[]) => some.map((one) => `${JSON.stringify(one)}\n`).join('')

async function found(...texts: readonly string[]) {
  const files = texts.map((_, at) => join(scratch, `${at}.json`))
  for (const [at, text] of texts.entries()) await writeFile(files[at] ?? '', text)
  const source = openExportFiles(files)
  const verdict = await verifyLog({ source, verifiers: key.verifiers, checkpoints: [anchor] })
  return verdict.damages.map(({ kind, seq }) => ({ kind, seq }))
}

describe('exported events are proved', () => {
  test.each([
    ['as JSON a line', [lines(events)]],
    ['as an array', [JSON.stringify(events, null, 2)]],
    ['as a page of the API', [JSON.stringify({ events, next: null })]],
    [
      'in several files, in any order',
      [lines(events.slice(300)), JSON.stringify(events.slice(0, 300))],
    ],
    ['with Windows line ends', [lines(events).replaceAll('\n', '\r\n')]],
  ])('%s', async (_, texts) => {
    expect(await found(...texts)).toEqual([])
  })

  test('also when a personal value was erased', async () => {
    const { salts: _, ...rest } = event(7)
    const erased = {
      ...rest,
      username: '(erased)',
      erased: { username: commitment('ann@example.com') },
    }
    expect(await found(lines(events.with(7, erased)))).toEqual([])
  })
})

describe('exported events are convicted of', () => {
  const bob = { ...event(7), username: 'bob@example.com' }
  test.each([
    ['a missing line', events.toSpliced(255, 1), 'missing', 255],
    ['missing lines at the beginning', events.slice(10), 'missing', 0],
    ['a repeated line', events.toSpliced(256, 0, event(255)), 'duplicated', 255],
    [
      'two lines with one number',
      events.toSpliced(256, 0, { ...event(0), seq: 255 }),
      'inserted',
      255,
    ],
    [
      'lines in another order',
      events.with(255, event(256)).with(256, event(255)),
      'reordered',
      255,
    ],
    ['a line far from its place', [...events.toSpliced(3, 1), event(3)], 'reordered', 3],
    ['a missing end', events.slice(0, 400), 'truncated', 400],
    ['another person', events.with(7, bob), 'edited', 0],
    ['a personal value without its salt', events.with(7, { ...event(7), salts: {} }), 'edited', 0],
  ] as const)('%s', async (_, changed, kind, seq) => {
    expect(await found(lines(changed))).toEqual([{ kind, seq }])
  })

  test.each([
    ['a line that is cut', lines(events).replace('"event_id":"event-9"', '"event_id":"eve'), 9],
    [
      'a salt in another spelling',
      lines(events.with(9, { ...event(9), salts: { username: salt.toString('hex') } })),
      9,
    ],
    [
      'a field that is no scalar',
      lines(events.with(9, { ...event(9), audit_event: ['login'] })),
      9,
    ],
    ['a line without a number', lines([{ audit_event: 'login' }]), 0],
    ['what is no export', 'hello', 0],
  ])('%s: malformed', async (_, text, seq) => {
    expect(await found(text)).toEqual([{ kind: 'malformed', seq }])
  })
})

test('the leaf of an exported event is the text that the log holds', () => {
  expect(exportedLeaf(event(5))).toBe(leaf(5))
})
