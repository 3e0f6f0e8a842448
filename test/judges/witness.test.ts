import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { SignedNote } from '../../src/events/witness.ts'
import { type Running, serve } from '../../src/serve.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../src/store/store.ts'
import { encodeBase64 } from '../../src/tlog/base64.ts'
import { openCheckpoint } from '../../src/tlog/checkpoint.ts'
import { cosignatureVerifier, isCosigned } from '../../src/tlog/cosignature.ts'
import { noteVerifier } from '../../src/tlog/note-key.ts'
import { treeRoot } from '../../src/tlog/subtree.ts'
import { readEvents } from '../support/read-events.ts'
import { appendEvents } from '../support/signed-folder.ts'
import { type Litewitness, startLitewitness } from './litewitness.ts'

/** Our log and a witness that others wrote (litewitness): it cosigns what grows, and convicts what was put back or forked. */

let scratch: string
let data: string
let copy: string
let witness: Litewitness
let running: Running | undefined
let origin: string
let vkeys: readonly string[]

const begin = async (folder: string, flags: Readonly<Record<string, string>>) => {
  const own = { data: folder, listen: '127.0.0.1:0', tls: 'off', logLevel: 'silent' }
  running = await serve(readConfig({ ...own, ...flags }, {}))
}
const end = async () => {
  await running?.stop()
  running = undefined
}
const witnessed = () => ({ witness: witness.url, witnessKey: witness.vkey })

async function inStore<Result>(folder: string, work: (store: Store) => Promise<Result>) {
  const store = await openEmbeddedStore({ folder })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const servedNote = (folder: string) =>
  inStore(folder, async (store) => (await store.read(({ checkpoint }) => checkpoint.find()))?.note)

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(100)
}

/** The checkpoint that the running server serves. */
function servedNow() {
  const database = new DatabaseSync(join(data, 'keepwatch.db'), { readOnly: true, timeout: 5_000 })
  try {
    return database.prepare('select size, note from checkpoint').get() as SignedNote
  } finally {
    database.close()
  }
}

/**
 * Until the log rests: the newest checkpoint covers all of it and is cosigned. A cosigned checkpoint becomes an event after
 * each start, and that one is in the next checkpoint.
 */
const untilRests = (recorded: number) =>
  until(async () => {
    const events = await readEvents(data)
    const { size, note } = servedNow()
    const isRecorded =
      events.filter(({ audit_event }) => audit_event === 'log_checkpoint').length > recorded
    return isRecorded && size === events.length && note.includes('\u2014 witness.example/w1 ')
  })

const named = async (folder: string, name: string) =>
  (await readEvents(folder)).filter(({ audit_event }) => audit_event === name)

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-witness-'))
  data = join(scratch, 'data')
  copy = join(scratch, 'copy')
  witness = await startLitewitness(scratch)
  await begin(data, {})
  await end()
  await inStore(data, (store) => appendEvents(store, 5))
  vkeys = (await readFile(join(data, 'log-vkey'), 'utf8')).trimEnd().split('\n')
  origin = noteVerifier(vkeys[0] ?? '').name
}, 300_000)

afterAll(async () => {
  await end()
  await witness.end()
  await rm(scratch, { recursive: true, force: true })
})

test('a witness that does not know the log is an event, and nothing waits for it', async () => {
  await begin(data, witnessed())
  await until(async () => (await named(data, 'log_witness_unreachable')).length > 0)

  const [event] = await named(data, 'log_witness_unreachable')
  expect(event?.['detail']).toBe('it does not know this log: its operator has to add it')
})

test('once it does, it cosigns, and the change is an event', async () => {
  witness.trust(origin, vkeys)
  await until(async () => (await named(data, 'log_witness_restored')).length > 0)
  const size = (await readEvents(data)).length
  await until(() => witness.cosigned(origin).size >= size)
  await end()
})

test('the served checkpoint carries its signature, over the root that the witness has', async () => {
  const { size, root } = witness.cosigned(origin)
  const note = (await servedNote(data)) ?? ''

  expect(isCosigned(note, cosignatureVerifier(witness.vkey))).toBe(true)
  expect(isCosigned(note.replace(/^.*$/m, 'another log'), cosignatureVerifier(witness.vkey))).toBe(
    false,
  )
  const checkpoint = openCheckpoint(note, vkeys.map(noteVerifier))
  expect(checkpoint.size).toBe(size)
  expect(encodeBase64(checkpoint.root)).toBe(root)
})

test('after a restart it goes on from the size that the witness names, and checkpoints as events are cosigned', async () => {
  await cp(data, copy, { recursive: true })
  const before = witness.cosigned(origin).size
  await inStore(data, (store) => appendEvents(store, 300))
  await begin(data, witnessed())
  await until(() => witness.cosigned(origin).size > before + 300)
  await end()

  const { size, root } = witness.cosigned(origin)
  expect(
    await inStore(data, async ({ events }) => encodeBase64(await treeRoot(size, events.hashes))),
  ).toBe(root)
  const note = String((await named(data, 'log_checkpoint')).at(-1)?.['note'])
  expect(isCosigned(note, cosignatureVerifier(witness.vkey))).toBe(true)
})

test('a log that rests is shown to it again at the next start, and keeps one signature of it', async () => {
  const recorded = (await named(data, 'log_checkpoint')).length
  await begin(data, witnessed())
  await untilRests(recorded)
  await end()

  const lines = (await servedNote(data))?.split('\n') ?? []
  expect(lines.filter((line) => line.startsWith('\u2014 witness.example/w1 '))).toHaveLength(1)
})

test('a witness that is away and comes back is an event each, once', async () => {
  await witness.stop()
  const known = (await named(data, 'log_witness_unreachable')).length
  await inStore(data, (store) => appendEvents(store, 1))
  await begin(data, witnessed())
  await until(async () => (await named(data, 'log_witness_unreachable')).length > known)
  await witness.start()
  await until(async () => (await named(data, 'log_witness_restored')).length > 1)
  await end()

  expect((await named(data, 'log_witness_unreachable')).length).toBe(known + 1)
  expect((await named(data, 'log_witness_unreachable')).at(-1)?.['detail']).toContain(
    'ECONNREFUSED',
  )
})

test('a whole folder that was put back, anchor and all, is refused as rolled back', async () => {
  const { size } = witness.cosigned(origin)
  await begin(copy, witnessed())
  await until(async () => (await named(copy, 'log_witness_refused')).length > 0)
  await end()

  const refused = await named(copy, 'log_witness_refused')
  expect(refused).toMatchObject([{ witnessed_size: size, reason: 'rolled_back' }])
  expect(witness.cosigned(origin).size).toBe(size)
})

test('a log that went another way past that size is refused as changed', async () => {
  const { size, root } = witness.cosigned(origin)
  await inStore(copy, (store) => appendEvents(store, 500))
  await begin(copy, witnessed())
  await until(async () => (await named(copy, 'log_witness_refused')).length > 1)
  await end()

  const last = (await named(copy, 'log_witness_refused')).at(-1)
  expect(last).toMatchObject({ witnessed_size: size, reason: 'changed' })
  expect(last?.['size']).toBeGreaterThan(size)
  expect(witness.cosigned(origin)).toEqual({ size, root })
  expect(isCosigned((await servedNote(copy)) ?? '', cosignatureVerifier(witness.vkey))).toBe(false)
})
