import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pruneDue, type RetentionRules } from '../../src/events/retention.ts'
import type { Store } from '../../src/store/store.ts'
import { inclusionProof } from '../../src/tlog/proof.ts'
import { treeRoot } from '../../src/tlog/subtree.ts'
import { stores } from './stores.ts'

const now = new Date('2026-11-23T12:00:00.000Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()

/** A thousand events a day apart in pairs: number 0 is 500 days old, number 999 half a day. */
const events = (category: (n: number) => string = () => 'usage') =>
  Array.from({ length: 1_000 }, (_, n) =>
    JSON.stringify({ n, category: category(n), recorded_at: daysAgo((1_000 - n) / 2) }),
  )

describe.each(stores)('retention over the $name store', ({ open, place }) => {
  let store: Store
  let folder: Awaited<ReturnType<typeof place>>

  beforeEach(async () => {
    folder = await place()
    store = await open(folder.place)
  })

  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  const fill = (bodies: readonly string[]) =>
    store.transaction(async (tx) => {
      for (const body of bodies) await tx.events.append(body)
    })

  const prune = (rules: Partial<RetentionRules>, held?: (name: string) => void) =>
    pruneDue({
      store,
      clock: () => now,
      now,
      rules: { classes: {}, undelivered: 'wait', ...rules },
      ...(held && { held }),
    })

  const added = async () =>
    (await store.events.readAfter(999, { limit: 10 })).map(
      ({ body }) => JSON.parse(body) as Record<string, unknown>,
    )

  test('keeps everything for ever unless told otherwise', async () => {
    await fill(events())

    expect(await prune({})).toBe(0)
    expect(await prune({ classes: { login: 1 } })).toBe(0)
    expect(await store.events.first()).toBe(0)
    expect(await store.events.size()).toBe(1_000)
  })

  test('drops whole bundles that are due, keeps every hash, and says so in the log', async () => {
    await fill(events())
    const root = await treeRoot(1_000, store.events.hashes)
    const proof = await inclusionProof({ index: 3, size: 1_000 }, store.events.hashes)

    expect(await prune({ days: 200 })).toBe(512)

    expect(await store.events.first()).toBe(512)
    expect(await treeRoot(1_000, store.events.hashes)).toEqual(root)
    expect(await inclusionProof({ index: 3, size: 1_000 }, store.events.hashes)).toEqual(proof)
    expect(await added()).toMatchObject([
      { audit_event: 'events_pruned', before: 512, count: 512, oldest_kept: daysAgo(244) },
    ])
  })

  test('drops nothing twice', async () => {
    await fill(events())
    await prune({ days: 200 })

    expect(await prune({ days: 200 })).toBe(0)
    expect(await added()).toHaveLength(1)
  })

  test('lets one event that is kept longer keep its bundle, and all that follow', async () => {
    await fill(events((n) => (n === 300 ? 'ksm' : 'usage')))

    expect(await prune({ days: 100, classes: { ksm: 3_650 } })).toBe(256)
  })

  test('goes by the class of each event', async () => {
    await fill(events((n) => (n < 700 ? 'usage' : 'ksm')))

    expect(await prune({ classes: { usage: 30, ksm: 30 } })).toBe(768)
  })

  test('waits for the slowest follower, and tells whom it waits for', async () => {
    await fill(events())
    await store.transaction(async ({ cursors }) => {
      await cursors.set('export:splunk', 999)
      await cursors.set('export:archive', 300)
    })
    const waited: string[] = []

    expect(await prune({ days: 100 }, (name) => waited.push(name))).toBe(256)
    expect(waited).toEqual(['export:archive'])

    await store.transaction(({ cursors }) => cursors.remove('export:archive'))
    expect(await prune({ days: 100 }, (name) => waited.push(name))).toBe(512)
    expect(waited).toEqual(['export:archive'])
  })

  test('goes past a follower only when told to, and on the record', async () => {
    await fill(events())
    await store.transaction(({ cursors }) => cursors.set('export:archive', 300))

    expect(await prune({ days: 100, undelivered: 'drop' })).toBe(768)
    expect((await added()).at(-1)).toMatchObject({
      audit_event: 'retention_override',
      follower: 'export:archive',
      delivered: 301,
      before: 768,
    })
  })

  test('goes on after everything was dropped', async () => {
    await fill(events().slice(0, 512))
    expect(await prune({ days: 1 })).toBe(512)
    await fill(['{"n":"new"}'])

    expect((await store.events.readAfter(-1, { limit: 10 })).map(({ seq }) => seq)).toEqual([
      512, 513,
    ])
  })

  test('drops by pieces that are made of whole bundles, and every number is in one', async () => {
    const end = await store.events.pieceEnd(300)

    expect([end % 256, end > 300]).toEqual([0, true])
    expect(await store.events.pieceEnd(end)).toBeGreaterThan(end)
    expect(await store.events.pieceEnd(end - 1)).toBe(end)
  })

  test('space can be given back while others write', async () => {
    await fill(events())
    await prune({ days: 100 })
    await Promise.all([store.compact(), fill(['{"n":1}']), store.compact(), fill(['{"n":2}'])])

    expect(await store.events.size()).toBe(1_003)
  })
})
