import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store, Transaction } from '../../src/store/store.ts'
import { filledVault } from '../support/filled-vault.ts'
import { withClient } from './place.ts'
import { twoStores } from './two-stores.ts'

/** A server keeps what the shares of an application hold, and still sees at once what any other one has changed. */

const vault = await filledVault()
const { app_uid, single, inFolder } = vault

let stores: Awaited<ReturnType<typeof twoStores>>
let one: Store
let other: Store

beforeEach(async () => {
  stores = await twoStores()
  ;({ one, other } = stores)
  await one.transaction(vault.fill)
})

afterEach(() => stores.remove([one, other]))

const look = (store: Store) => store.transaction(({ sharedContents }) => sharedContents.of(app_uid))

const revisionOf = async (store: Store) => (await look(store)).records[0]?.revision

const revise = (store: Store, revision: number) =>
  store.transaction(({ records }) =>
    records.revise({ record_uid: single, data: `${revision}`, revision, modified_at: revision }),
  )

test('what was read is not read again while nothing has changed', async () => {
  const first = await look(one)
  await one.transaction(({ settings }) => settings.set('organisation', 'another name'))

  expect(await look(one)).toBe(first)
})

const changes: readonly (readonly [string, (tx: Transaction) => Promise<unknown>])[] = [
  ['a share', ({ shares }) => shares.remove(app_uid, single)],
  ['a permission', ({ shares }) => shares.setEditable(app_uid, single, 0)],
  ['a record', ({ records }) => records.remove(inFolder)],
]

test.each(changes)(
  '%s that another server changes is changed for the next unit',
  async (_, change) => {
    const before = await look(one)
    await other.transaction(change)
    const after = await look(one)

    expect(after).not.toEqual(before)
    expect(await look(other)).toEqual(after)
  },
)

test('what is changed past every server is seen too, as a server of an older release would change it', async () => {
  await look(one)
  await withClient(stores.url, (client) =>
    client.query(`update records set data = 'by hand' where record_uid = $1`, [single]),
  )

  expect((await look(one)).records[0]?.data).toBe('by hand')
})

test('a change that was undone is not kept', async () => {
  await look(one)
  const failing = one.transaction(async (tx) => {
    await tx.records.remove(single)
    expect((await tx.sharedContents.of(app_uid)).records).toEqual([])
    throw new Error('changed my mind')
  })

  await expect(failing).rejects.toThrow('changed my mind')
  expect((await look(one)).records).toHaveLength(1)
})

test('nobody reads what was already replaced when they asked, while both servers read and write', async () => {
  let acknowledged = 1
  const writing = async () => {
    for (let n = 2; n <= 40; n++) {
      await revise(n % 2 ? one : other, n)
      acknowledged = n
    }
  }
  const late: unknown[] = []
  const reading = async (store: Store) => {
    while (acknowledged < 40) {
      const least = acknowledged
      const seen = await revisionOf(store)
      if (seen === undefined || seen < least) late.push({ seen, least })
    }
  }
  await Promise.all([writing(), ...[one, other, one, other].map(reading)])

  expect(late).toEqual([])
  expect(await Promise.all([one, other].map(revisionOf))).toEqual([40, 40])
})
