import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commit } from '../../src/store/state/personal.ts'
import type { Store } from '../../src/store/store.ts'
import { root } from '../../src/tlog/frontier.ts'
import { treeRoot } from '../../src/tlog/subtree.ts'
import { naiveRoot } from '../support/naive-tree.ts'
import { stores } from './stores.ts'

const account = (email: string) => ({
  account_uid: `uid of ${email}`,
  email,
  role: 'owner' as const,
  salt: '',
  iterations: 1,
  verifier_hash: '',
  encrypted_data_key: '',
  public_key: '',
  encrypted_private_key: '',
  created_at: 0,
})

describe.each(stores)('the $name store', ({ open, place }) => {
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

  const append = (body: string) => store.transaction((tx) => tx.events.append(body))
  const bodies = async (after = -1) =>
    (await store.events.readAfter(after, { limit: 10_000 })).map(({ body }) => body)

  test('numbers events densely from 0, in the order of their commits', async () => {
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => append(`{"n":${n}}`)))

    const entries = await store.events.readAfter(-1, { limit: 2_000 })
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_000 }, (_, n) => n))
    expect(new Set(entries.map(({ body }) => body)).size).toBe(1_000)
    expect(await store.events.size()).toBe(1_000)
  })

  test('keeps state and event together', async () => {
    await store.transaction(async (tx) => {
      await tx.settings.set('organisation', 'Acme')
      await tx.events.append('{"made":true}')
    })

    expect(await store.read((state) => state.settings.find('organisation'))).toBe('Acme')
    expect(await bodies()).toEqual(['{"made":true}'])
  })

  test('forgets both when a unit fails, and keeps its neighbours', async () => {
    const [before, failing, after] = await Promise.allSettled([
      append('{"n":1}'),
      store.transaction(async (tx) => {
        await tx.settings.set('organisation', 'half done')
        await tx.events.append('{"n":2}')
        throw new Error('changed my mind')
      }),
      append('{"n":3}'),
    ])

    expect([before.status, failing.status, after.status]).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(await store.read((state) => state.settings.find('organisation'))).toBeUndefined()
    expect((await bodies()).toSorted()).toEqual(['{"n":1}', '{"n":3}'])
  })

  test('runs units as if one came after the other', async () => {
    const count = () =>
      store.transaction(async ({ settings }) => {
        const counted = Number((await settings.find('count')) ?? 0)
        await settings.set('count', String(counted + 1))
      })
    await Promise.all(Array.from({ length: 50 }, count))

    expect(await store.read(({ settings }) => settings.find('count'))).toBe('50')
  })

  test('lets only one of many have what only one may have', async () => {
    const first = (email: string) =>
      store.transaction(async ({ accounts }) => {
        if ((await accounts.count()) > 0) return false
        await accounts.insert(account(email))
        return true
      })
    const made = await Promise.all(Array.from({ length: 20 }, (_, n) => first(`${n}@example.com`)))

    expect(made.filter(Boolean)).toHaveLength(1)
    expect(await store.read(({ accounts }) => accounts.count())).toBe(1)
  })

  test('keeps the order in which one client had its events acknowledged', async () => {
    const client = async (name: string) => {
      for (let n = 0; n < 25; n++) await append(JSON.stringify({ name, n }))
    }
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    await Promise.all(names.map(client))

    const told = (await bodies()).map((body) => JSON.parse(body) as { name: string; n: number })
    for (const name of names)
      expect(told.filter((event) => event.name === name).map(({ n }) => n)).toEqual(
        Array.from({ length: 25 }, (_, n) => n),
      )
  })

  test('puts names in the order of their bytes, whatever language the database speaks', async () => {
    const emails = ['ö@example.com', 'b@example.com', 'B@example.com', 'a@example.com', '_@x.com']
    await store.transaction(async ({ accounts }) => {
      for (const email of emails) await accounts.insert(account(email))
    })
    const listed = await store.read(({ accounts }) => accounts.list())

    expect(listed.map(({ email }) => email)).toEqual(emails.toSorted())
  })

  test('shows readers nothing that is not committed', async () => {
    let seen: string | undefined = 'not looked yet'
    await store.transaction(async (tx) => {
      await tx.settings.set('organisation', 'Acme')
      seen = await store.read((state) => state.settings.find('organisation'))
    })

    expect(seen).toBeUndefined()
  })

  test('reads backwards as well as forwards', async () => {
    for (const n of [0, 1, 2, 3]) await append(`{"n":${n}}`)

    const newest = await store.events.readBefore(4, { limit: 2 })
    expect(newest.map(({ seq }) => seq)).toEqual([3, 2])
    const older = await store.events.readBefore(2, { limit: 5 })
    expect(older.map(({ seq }) => seq)).toEqual([1, 0])
  })

  test('reads entries by their numbers, in the order that is asked for', async () => {
    for (const n of [0, 1, 2, 3]) await append(`{"n":${n}}`)

    const found = await store.events.readThese([3, 0, 7])
    expect(found.map(({ body }) => body)).toEqual(['{"n":3}', '{"n":0}'])
  })

  test('wakes a follower that waits for the next event', async () => {
    await append('{"n":0}')
    const woken = store.events.waitBeyond(0, AbortSignal.timeout(20_000))
    await append('{"n":1}')
    await woken

    expect(await bodies(0)).toEqual(['{"n":1}'])
  })

  test('lets a follower go when it is told to stop', async () => {
    const stop = new AbortController()
    const waiting = store.events.waitBeyond(0, stop.signal)
    stop.abort()

    await expect(waiting).resolves.toBeUndefined()
  })

  test('goes on where it stopped when it is opened again', async () => {
    await append('{"n":0}')
    await store.close()
    store = await open(folder.place)
    await append('{"n":1}')

    expect(await bodies()).toEqual(['{"n":0}', '{"n":1}'])
  })

  test('seals a personal value once, opens it, and erases it for good', async () => {
    const seal = () => store.transaction((tx) => tx.personal.seal('ann@example.com'))
    const [first, second] = await Promise.all([seal(), seal()])
    expect(first).toBe(second)
    expect(first).toMatch(/^sha256:[\w-]{43}$/)
    expect((await store.read((state) => state.personal.open(first)))?.value).toBe('ann@example.com')

    await store.transaction((tx) => tx.personal.erase('ann@example.com'))

    expect(await store.read((state) => state.personal.open(first))).toBeUndefined()
    expect(await seal()).not.toBe(first)
  })

  test('seals a value once, however many meet it at the same time', async () => {
    const seal = () => store.transaction((tx) => tx.personal.seal('ann@example.com'))
    const commitments = await Promise.all(Array.from({ length: 40 }, seal))

    expect(new Set(commitments).size).toBe(1)
  })

  test('seals anew what the same unit has erased', async () => {
    const first = await store.transaction((tx) => tx.personal.seal('ann@example.com'))
    const again = await store.transaction(async ({ personal }) => {
      await personal.erase('ann@example.com')
      return personal.seal('ann@example.com')
    })

    expect(again).not.toBe(first)
    expect(await store.read(({ personal }) => personal.open(first))).toBeUndefined()
    expect((await store.read(({ personal }) => personal.open(again)))?.value).toBe(
      'ann@example.com',
    )
  })

  test('keeps a name with characters that no name should have', async () => {
    const hostile = 'a\u0000b\ud800c\u202e'
    const commitment = await store.transaction((tx) => tx.personal.seal(hostile))
    const opened = await store.read(({ personal }) => personal.open(commitment))

    expect(opened && commit(opened.value, opened.salt)).toBe(commitment)
    expect(await store.transaction((tx) => tx.personal.seal(hostile))).toBe(commitment)
  })

  test('does not remember a value that was sealed in vain', async () => {
    const failing = store.transaction(async (tx) => {
      await tx.personal.seal('ann@example.com')
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    const commitment = await store.transaction((tx) => tx.personal.seal('ann@example.com'))

    expect((await store.read((state) => state.personal.open(commitment)))?.value).toBe(
      'ann@example.com',
    )
  })

  test('revises a record only from the revision that it has', async () => {
    const record = {
      record_uid: 'r1',
      owner_uid: 'o1',
      folder_uid: null,
      top_uid: null,
      owner_key: 'key',
      folder_key: null,
      data: 'one',
      revision: 1,
      created_at: 0,
      modified_at: 0,
    }
    const revise = (data: string) =>
      store.transaction((tx) =>
        tx.records.revise({ record_uid: 'r1', data, revision: 2, modified_at: 1 }),
      )
    await store.transaction((tx) => tx.records.insert(record))

    expect(await revise('two')).toBe(true)
    expect(await revise('two again')).toBe(false)
    expect(await store.read((state) => state.records.find('r1'))).toMatchObject({
      data: 'two',
      revision: 2,
    })
  })

  test('keeps the tree over its events, and its root is the one of RFC 9162', async () => {
    const entries = Array.from({ length: 700 }, (_, n) => `{"n":${n}}`)
    await store.transaction(async (tx) => {
      for (const entry of entries) await tx.events.append(entry)
    })
    const expected = naiveRoot(entries.map((entry) => Buffer.from(entry)))

    expect(Buffer.from(root(await store.events.head()))).toEqual(Buffer.from(expected))
    expect(Buffer.from(await treeRoot(700, store.events.hashes))).toEqual(Buffer.from(expected))
  })

  test('keeps a line of another log as often as it comes in one batch, and never again', async () => {
    const line = (batch: string, source = 'keeper') =>
      store.transaction((tx) => tx.importedLines.add({ source, text: '{}', batch }))
    const first = [await line('batch one'), await line('batch one')]
    const again = [await line('batch two'), await line('batch two'), await line('batch two')]

    expect([first, again]).toEqual([
      [true, true],
      [false, false, true],
    ])
    expect(await line('batch two', 'keeper/eu')).toBe(true)
  })

  test('drops old bytes by whole bundles and keeps every hash', async () => {
    await store.transaction(async (tx) => {
      for (let n = 0; n < 700; n++) await tx.events.append(`{"n":${n}}`)
    })
    const before = await treeRoot(600, store.events.hashes)

    await store.transaction((tx) => tx.events.prune(512))

    expect(await store.events.first()).toBe(512)
    expect(await store.events.size()).toBe(700)
    expect((await store.events.readAfter(-1, { limit: 1 }))[0]?.seq).toBe(512)
    expect(await treeRoot(600, store.events.hashes)).toEqual(before)
  })
})
