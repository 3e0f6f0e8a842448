import { expect, test } from 'vitest'
import { memoryLog } from '../../test/support/memory-log.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { signCheckpoint } from '../tlog/checkpoint.ts'
import { root } from '../tlog/frontier.ts'
import { generateNoteKey, noteSigner } from '../tlog/note-key.ts'
import { consistencyProof } from '../tlog/proof.ts'
import { continues } from './verify-growth.ts'
import { readHead } from './verify-pack.ts'
import { type LogSource, tileWidth, verifyTree } from './verify-tree.ts'

const { vkey, skey } = generateNoteKey('keepwatch/test')
const event = (number: number) => Buffer.from(canonicalJson({ event_id: `event-${number}` }))
const events = (many: number) => Array.from({ length: many }, (_, at) => event(at))

const signed = (entries: readonly Uint8Array[], by = skey) => {
  const head = {
    origin: 'keepwatch/test',
    size: entries.length,
    root: root(memoryLog(entries).frontier),
  }
  return signCheckpoint(head, [noteSigner(by)])
}

const sourceOf = (entries: readonly Uint8Array[], droppedTiles = 0): LogSource => ({
  entries: async ({ index, width }) =>
    index < droppedTiles ? undefined : entries.slice(index * tileWidth, index * tileWidth + width),
  hashes: async ({ index, width }) => {
    const level0 = memoryLog(entries).levels[0] ?? []
    return level0
      .slice(index * tileWidth, index * tileWidth + width)
      .map((hash) => Uint8Array.from(hash))
  },
})

const watching = () => ({ signal: new AbortController().signal, told: () => {} })

const verdictOn = (
  entries: readonly Uint8Array[],
  checkpoint = signed(entries),
  remembered?: string,
) => verifyTree({ checkpoint, vkeys: [vkey], remembered }, sourceOf(entries), watching())

test('logs of every shape are climbed to their root', async () => {
  for (const size of [0, 1, 2, 3, 7, 255, 256, 257, 513, 1_030])
    expect(await verdictOn(events(size))).toEqual({
      size,
      hashed: size,
      dropped: 0,
      checkpoints: 0,
    })
})

test('one event that is changed, moved or missing is found', async () => {
  const entries = events(600)
  const checkpoint = signed(entries)
  const changed = entries.with(300, event(9_999))
  const moved = entries.with(5, event(6)).with(6, event(5))
  for (const wrong of [changed, moved])
    expect((await verdictOn(wrong, checkpoint)).failure).toContain('the signed checkpoint')
  await expect(verdictOn(entries.slice(1), checkpoint)).rejects.toThrow('87 of 88 entries')
})

test('of what retention has dropped the hashes are climbed', async () => {
  const entries = events(700)
  const claims = { checkpoint: signed(entries), vkeys: [vkey] }
  const verdict = await verifyTree(claims, sourceOf(entries, 2), watching())
  expect(verdict).toEqual({ size: 700, hashed: 188, dropped: 512, checkpoints: 0 })
})

test('a checkpoint of another key is not believed', async () => {
  const entries = events(3)
  const foreign = signed(entries, generateNoteKey('keepwatch/test').skey)
  await expect(verdictOn(entries, foreign)).rejects.toThrow(
    'not signed by a key that this browser knows',
  )
})

test('a log with another past than the browser remembers, or a shorter one, is found', async () => {
  const entries = events(400)
  const other = signed(entries.with(10, event(9_999)).slice(0, 300))
  expect((await verdictOn(entries, signed(entries), other)).failure).toContain(
    'this browser remembers',
  )
  expect(
    (await verdictOn(entries.slice(0, 300), signed(entries.slice(0, 300)), signed(entries)))
      .failure,
  ).toContain('rolled back')
  expect(
    (await verdictOn(entries, signed(entries), signed(entries.slice(0, 300)))).failure,
  ).toBeUndefined()
})

const checkpointEvent = (note: string) =>
  Buffer.from(canonicalJson({ audit_event: 'log_checkpoint', note }))

test('checkpoints that stand in the log itself must fit, too', async () => {
  const before = events(300)
  const good = [...before, checkpointEvent(signed(before)), ...events(5)]
  expect(await verdictOn(good)).toMatchObject({ checkpoints: 1 })
  const other = signed(before.with(10, event(9_999)))
  const bad = [...before, checkpointEvent(other)]
  expect((await verdictOn(bad)).failure).toBe(
    'the first 300 events are not those that event 300 stands for',
  )
})

test('reading is given up when nobody waits any more', async () => {
  const entries = events(2_000)
  const stop = new AbortController()
  const claims = { checkpoint: signed(entries), vkeys: [vkey] }
  const told = (done: number) => void (done >= 512 && stop.abort())
  await expect(
    verifyTree(claims, sourceOf(entries), { signal: stop.signal, told }),
  ).rejects.toThrow('aborted')
})

test('growth is proved between every two sizes, and no proof does for another', async () => {
  const log = memoryLog(events(40))
  const headAt = (size: number) => readHead(signed(log.entries.slice(0, size)))
  for (let from = 1; from <= 40; from++)
    for (let to = from; to <= 40; to++) {
      const hashes = from < to ? await consistencyProof({ from, to }, log.read) : []
      const proof = hashes.map((hash) => Uint8Array.from(hash))
      expect(await continues(headAt(from), headAt(to), proof), `${from} to ${to}`).toBe(true)
      const forged = { size: from, root: Uint8Array.from(headAt(from).root, (byte) => byte ^ 1) }
      expect(await continues(forged, headAt(to), proof), `forged ${from} to ${to}`).toBe(false)
      if (proof.length > 0)
        expect(await continues(headAt(from), headAt(to), proof.slice(1))).toBe(false)
    }
})
