import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Anchor, checkAnchor } from '../../src/events/anchor.ts'
import { checkpointRecorder, signLog } from '../../src/events/checkpointing.ts'
import { keysMark, keysSetting, logIdentity, openOwn } from '../../src/events/log-identity.ts'
import { newLogKeys } from '../../src/log-files.ts'
import type { Store } from '../../src/store/store.ts'
import { twoStores } from './two-stores.ts'

/** Two servers sign one log with the same key: what is served never goes back, and the log comes to rest. */

const identity = logIdentity(newLogKeys())
const start = Date.parse('2026-11-29T12:00:00.000Z')
const minute = 60_000

let stores: Awaited<ReturnType<typeof twoStores>>
let one: Store
let other: Store

beforeEach(async () => {
  stores = await twoStores()
  ;({ one, other } = stores)
})

afterEach(() => stores.remove([one, other]))

/** What a server keeps outside the database. `written` is called when it has written, before its checkpoint is shown. */
function anchor(written: () => Promise<unknown> = async () => {}): Anchor {
  let kept: string | undefined
  return {
    read: async () => kept,
    async write(note) {
      kept = note
      await written()
    },
  }
}

const append = (store: Store, count: number) =>
  store.transaction(async (tx) => {
    for (let n = 0; n < count; n++) await tx.events.append(`{"n":${n}}`)
  })

const served = (store: Store) => store.read(({ checkpoint }) => checkpoint.find())

const recorded = async () =>
  (await one.events.readAfter(-1, { limit: 1_000 })).filter(({ body }) =>
    body.includes('"log_checkpoint"'),
  ).length

test('who signs the log while another server signs more of it does not put its own in the place of that', async () => {
  await append(one, 3)
  const theirs = anchor()
  const ours = anchor(async () => {
    await append(other, 4)
    await signLog({ store: other, identity, anchor: theirs })
  })
  expect((await signLog({ store: one, identity, anchor: ours })).size).toBe(3)

  for (const store of [one, other]) {
    const { size, note } = (await served(store)) ?? { size: 0, note: '' }
    expect([size, openOwn(identity, note).size]).toEqual([7, 7])
  }
  // Each of them starts again, whichever of the two checkpoints it remembers.
  for (const store of [one, other])
    for (const remembered of [ours, theirs])
      await checkAnchor(store, await remembered.read(), identity)
})

test('a checkpoint that a witness has cosigned stays when another server signs the same', async () => {
  await append(one, 3)
  const { size, note } = await signLog({ store: one, identity, anchor: anchor() })
  const cosigned = `${note}— witness.example.com AAAA\n`
  await one.transaction(({ checkpoint }) => checkpoint.save({ size, note: cosigned }))
  await signLog({ store: other, identity, anchor: anchor() })

  expect(await served(other)).toEqual({ size, note: cosigned })
})

test('of the checkpoints of two servers one a minute becomes an event, and none when nothing else has come', async () => {
  let now = start
  const clock = () => new Date(now)
  const signs = (store: Store) => async () => {
    const signed = await signLog({ store, identity, anchor: anchor() })
    // As a server that has just started, so that what it remembers itself does not hold it back.
    await checkpointRecorder(store, clock)(signed)
    return recorded()
  }
  const [ours, theirs] = [signs(one), signs(other)]
  await append(one, 3)
  expect([await ours(), await theirs()]).toEqual([1, 1])

  now += minute
  expect([await theirs(), await ours()]).toEqual([1, 1])
  await append(one, 1)
  expect([await theirs(), await ours()]).toEqual([2, 2])
  await append(other, 1)
  expect([await ours(), await theirs()]).toEqual([2, 2])
  now += minute
  expect([await ours(), await theirs()]).toEqual([3, 3])
})

test('a server that was left running on an old key signs no more, and what is served stays', async () => {
  await append(one, 3)
  const next = logIdentity(newLogKeys())
  await one.transaction(({ settings }) => settings.set(keysSetting, keysMark(next)))
  await signLog({ store: one, identity: next, anchor: anchor() })
  const before = await served(one)
  await append(other, 1)

  await expect(signLog({ store: other, identity, anchor: anchor() })).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringMatching(/the keys of the log were changed on another server/),
  })
  expect(await served(other)).toEqual(before)
})
