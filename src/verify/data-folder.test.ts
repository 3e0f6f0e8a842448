import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  appendEvents,
  recordCheckpoint,
  signedFolder,
  signHead,
  testKey,
} from '../../test/support/signed-folder.ts'
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts'
import { signCheckpoint } from '../tlog/checkpoint.ts'
import { leafHash } from '../tlog/hash.ts'
import { openDataFolder } from './data-folder.ts'
import type { FoundNote } from './log-source.ts'
import { verifyLog } from './verify-log.ts'

const key = testKey()
/** 700 events, a checkpoint as event 400, and 99 more: three tiles and a part of a fourth. */
const size = 800

let scratch: string
let pristine: string
let older: FoundNote

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-verify-'))
  pristine = await signedFolder(key, async (store) => {
    await appendEvents(store, 400)
    older = { from: 'older.note', text: await signHead(store, key) }
    await recordCheckpoint(store, key)
    await appendEvents(store, 399)
  })
})

afterAll(async () => {
  await rm(scratch, { recursive: true })
  await rm(pristine, { recursive: true })
})

/** A copy of the folder that somebody has tampered with by SQL. */
async function tampered(...statements: string[]): Promise<string> {
  const folder = await mkdtemp(join(scratch, 'copy-'))
  await cp(pristine, folder, { recursive: true })
  const database = new DatabaseSync(join(folder, 'keepwatch.db'))
  database.function('leaf_of', { deterministic: true }, (body) =>
    Buffer.from(leafHash(String(body))),
  )
  for (const statement of statements) database.exec(statement)
  database.close()
  return folder
}

async function verify(folder: string, checkpoints: readonly FoundNote[] = []) {
  const source = openDataFolder(folder)
  try {
    return await verifyLog({ source, verifiers: key.verifiers, checkpoints })
  } finally {
    source.close()
  }
}

const found = async (folder: string, checkpoints: readonly FoundNote[] = []) =>
  (await verify(folder, checkpoints)).damages.map(({ kind, seq }) => ({ kind, seq }))

/** Moves every event from `seq` on by one place, down or up, and its hash with it. */
const move = (seq: number, by: 1 | -1) => [
  `update events set seq = -(seq + ${by}) where seq >= ${seq}`,
  'update events set seq = -seq where seq < 0',
]

const rehash = 'update events set leaf = leaf_of(body) where leaf <> leaf_of(body)'

describe('a data folder without damage', () => {
  test('is proved up to its last event', async () => {
    const verdict = await verify(pristine, [older])
    expect(verdict).toMatchObject({ damages: [], size, signed: size, dropped: 0, checkpoints: 4 })
  })

  test('is proved while a server has it open, and is not written to', async () => {
    const folder = await tampered()
    const store = await openEmbeddedStore({ folder })
    await appendEvents(store, 3)
    expect(await verify(folder)).toMatchObject({ damages: [], size: size + 3, signed: size })
    await store.close()
  })

  test('is proved when retention has dropped the beginning', async () => {
    const folder = await tampered()
    const store = await openEmbeddedStore({ folder })
    await store.transaction(({ events }) => events.prune(512))
    await store.close()
    expect(await verify(folder, [older])).toMatchObject({ damages: [], size, dropped: 512 })
  })
})

describe('of a data folder it names the damage and where it sits:', () => {
  test.each([
    ['an edited event', ["update events set body = replace(body, 'test', 'tost') where seq = 300"]],
    ['an edited hash', ["update events set leaf = x'00' where seq = 300"]],
  ])('%s', async (_, statements) => {
    expect(await found(await tampered(...statements))).toEqual([{ kind: 'edited', seq: 300 }])
  })

  test('an event that was edited together with its hash sits in a tile', async () => {
    const edit = "update events set body = replace(body, 'test', 'tost') where seq = 300"
    expect(await found(await tampered(edit, rehash))).toEqual([{ kind: 'edited', seq: 256 }])
  })

  test('a deleted event', async () => {
    const folder = await tampered('delete from events where seq = 300')
    expect(await found(folder)).toEqual([{ kind: 'missing', seq: 300 }])
  })

  test.each([
    ['in the middle', 300, 256],
    ['before the last, half-filled tile', 600, 512],
  ])('an event that was taken out %s, so that all later ones moved up', async (_, seq, tile) => {
    const folder = await tampered(`delete from events where seq = ${seq}`, ...move(seq, -1))
    expect(await found(folder)).toEqual([{ kind: 'missing', seq: tile }])
  })

  test('an event that was put in, so that all later ones moved down', async () => {
    const insert = `insert into events select 300, '{"audit_event":"test"}', leaf_of('{"audit_event":"test"}')`
    const folder = await tampered(...move(300, 1), insert)
    expect(await found(folder)).toEqual([{ kind: 'inserted', seq: 300 }])
  })

  test('a copy of an event', async () => {
    const copy = 'insert into events select 300, body, leaf from events where seq = 299'
    const folder = await tampered(...move(300, 1), copy)
    expect(await found(folder)).toEqual([{ kind: 'duplicated', seq: 299 }])
  })

  test('two events that changed places, with and without their hashes', async () => {
    const swap = [
      'update events set seq = -1 where seq = 300',
      'update events set seq = 300 where seq = 310',
      'update events set seq = 310 where seq = -1',
    ]
    expect(await found(await tampered(...swap))).toEqual([{ kind: 'reordered', seq: 300 }])
    const bodies = [
      'create temp table before as select seq, body from events',
      'update events set body = (select body from before where seq = 610 - events.seq) where seq in (300, 310)',
    ]
    expect(await found(await tampered(...bodies))).toEqual([{ kind: 'reordered', seq: 300 }])
  })

  test('an end that was cut off', async () => {
    const folder = await tampered('delete from events where seq >= 790')
    expect(await found(folder)).toEqual([{ kind: 'truncated', seq: 790 }])
    const most = await tampered('delete from events where seq >= 100')
    expect(await found(most)).toEqual([{ kind: 'truncated', seq: 100 }])
  })

  test('an event behind the end', async () => {
    const folder = await tampered(
      `insert into events select ${size}, body, leaf from events where seq = 5`,
    )
    expect(await found(folder)).toEqual([{ kind: 'inserted', seq: size }])
  })

  test('an edited hash of the tree', async () => {
    const folder = await tampered(
      'update tree set hash = zeroblob(32) where level = 1 and position = 1',
    )
    expect(await found(folder)).toEqual([{ kind: 'edited', seq: 256 }])
  })

  test('bytes that are no text, and a file that is no database', async () => {
    const folder = await tampered("update events set body = x'ff' where seq = 7")
    expect(await found(folder)).toEqual([{ kind: 'malformed', seq: 7 }])
    await writeFile(join(folder, 'keepwatch.db'), 'no database')
    expect(() => openDataFolder(folder)).toThrow(/keepwatch\.db cannot be read/)
  })
})

describe('by checkpoints it convicts', () => {
  /** Another log, rebuilt whole and consistent, whose last 400 events are others. */
  function rewritten() {
    return signedFolder(testKey(), async (store) => {
      await appendEvents(store, 399)
      await store.transaction(({ events }) => events.append('{"audit_event":"forged"}'))
      await appendEvents(store, 400)
    })
  }

  test('a folder that was put back to an older state', async () => {
    const later = { origin: 'keepwatch/test', size: size + 7, root: leafHash('later') }
    const note = { from: 'later.note', text: signCheckpoint(later, key.signers) }
    expect(await found(pristine, [note])).toEqual([{ kind: 'rolled-back', seq: size }])
  })

  test('a database that was put back while the anchor stayed', async () => {
    const folder = await tampered()
    const store = await openEmbeddedStore({ folder })
    await appendEvents(store, 5)
    await writeFile(join(folder, 'log-anchor'), await signHead(store, key))
    await store.close()
    await cp(join(pristine, 'keepwatch.db'), join(folder, 'keepwatch.db'))
    expect(await found(folder)).toEqual([{ kind: 'rolled-back', seq: size }])
  })

  test('a log that was rewritten by somebody without the key', async () => {
    const folder = await rewritten()
    const source = openDataFolder(folder)
    const { damages } = await verifyLog({ source, verifiers: key.verifiers, checkpoints: [older] })
    source.close()
    await rm(folder, { recursive: true })
    const kinds = damages.map(({ kind }) => kind)
    expect(kinds).toContain('edited')
    expect(kinds).toContain('bad-signature')
  })

  test('a log that shows somebody else another history', async () => {
    const other = { origin: 'keepwatch/test', size: 700, root: leafHash('another history') }
    const note = { from: 'other.note', text: signCheckpoint(other, key.signers) }
    expect(await found(pristine, [older, note])).toEqual([{ kind: 'split-view', seq: 400 }])
    const same = { ...other, size }
    const again = { from: 'other.note', text: signCheckpoint(same, key.signers) }
    expect(await found(pristine, [again])).toEqual([{ kind: 'split-view', seq: 400 }])
  })

  test('an anchor that another key signed, and one whose base64 was touched', async () => {
    const folder = await tampered()
    await writeFile(join(folder, 'log-anchor'), older.text.replace(/\d+\n/, '401\n'))
    expect(await found(folder)).toEqual([{ kind: 'bad-signature', seq: 401 }])
    const stranger = testKey()
    const head = { origin: 'keepwatch/test', size: 400, root: leafHash('x') }
    await writeFile(join(folder, 'log-anchor'), signCheckpoint(head, stranger.signers))
    expect(await found(folder)).toEqual([{ kind: 'bad-signature', seq: 400 }])
    await writeFile(join(folder, 'log-anchor'), older.text.replace(/=\n\n/, '\n\n'))
    expect(await found(folder)).toEqual([{ kind: 'malformed', seq: 0 }])
  })

  test('a log for which nothing is signed', async () => {
    const folder = await tampered('delete from checkpoint')
    await rm(join(folder, 'log-anchor'))
    expect(await verify(folder)).toMatchObject({ damages: [], signed: 400 })
    const bare = await mkdtemp(join(scratch, 'bare-'))
    const store = await openEmbeddedStore({ folder: bare })
    await appendEvents(store, 5)
    await store.close()
    expect(await found(bare)).toEqual([{ kind: 'unsigned', seq: 0 }])
  })
})
