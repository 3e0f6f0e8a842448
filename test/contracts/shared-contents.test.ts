import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SharedContents } from '../../src/store/state/shared-contents.ts'
import type { Store, Transaction } from '../../src/store/store.ts'
import { filledVault } from '../support/filled-vault.ts'
import { stores } from './stores.ts'

/** What an application's shares hold is what was committed last, whatever a store remembers of it. */

const vault = await filledVault()
const { app_uid, single, inFolder } = vault

const file = {
  file_uid: 'file-of-the-record-000',
  record_uid: single,
  owner_uid: 'owner',
  owner_key: 'key',
  link_key: 'key',
  data: 'data',
  size: 1,
  sha256: 'hash',
  blob: 'blob',
  created_at: 1,
}

const revise = ({ records }: Transaction) =>
  records.revise({ record_uid: single, data: 'changed', revision: 2, modified_at: 2 })

type Change = (tx: Transaction) => Promise<unknown>
type Seen = (contents: SharedContents) => unknown

const recordUids = ({ records }: SharedContents) => records.map(({ record_uid }) => record_uid)
const isInFolder = ({ folders }: SharedContents) =>
  folders.some(({ records }) => records.some(({ record_uid }) => record_uid === inFolder))

/** Every kind of change, what it is seen by, and how that looks afterwards. */
const changes: readonly (readonly [string, Change, Seen, unknown])[] = [
  ['a new version', revise, ({ records }) => records.map(({ data }) => data), ['changed']],
  [
    'a permission',
    ({ shares }) => shares.setEditable(app_uid, single, 0),
    ({ records }) => records.map(({ editable }) => editable),
    [0],
  ],
  ['a share that went', ({ shares }) => shares.remove(app_uid, single), recordUids, []],
  ['a record that went', ({ records }) => records.remove(inFolder), isInFolder, false],
  [
    'a file',
    ({ files }) => files.insert(file),
    ({ files }) => files.map(({ file_uid }) => file_uid),
    [file.file_uid],
  ],
]

describe.each(stores)('$name', ({ place, open }) => {
  let store: Store
  let remove: () => Promise<void>

  beforeEach(async () => {
    const made = await place()
    store = await open(made.place)
    remove = made.remove
    await store.transaction(vault.fill)
  })
  afterEach(async () => {
    await store.close()
    await remove()
  })

  const look = (seen: Seen) =>
    store.transaction(async ({ sharedContents }) => seen(await sharedContents.of(app_uid)))

  test.each(changes)(
    '%s is seen by the next unit, and by its own',
    async (_, change, seen, after) => {
      expect(await look(seen)).not.toEqual(after)
      const own = await store.transaction(async (tx) => {
        await tx.sharedContents.of(app_uid)
        await change(tx)
        return seen(await tx.sharedContents.of(app_uid))
      })
      expect(own).toEqual(after)
      expect(await look(seen)).toEqual(after)
      expect(
        await store.read(async (state) => seen(await state.sharedContents.of(app_uid))),
      ).toEqual(after)
    },
  )

  test.each(changes)('%s that fails is seen by nobody afterwards', async (_, change, seen) => {
    const before = await look(seen)
    const failing = store.transaction(async (tx) => {
      await change(tx)
      await tx.sharedContents.of(app_uid)
      throw new Error('changed my mind')
    })
    const beside = look(seen)
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await beside).toEqual(before)
    expect(await look(seen)).toEqual(before)
  })

  test('units that run at the same time see each other in one order', async () => {
    const units = Array.from({ length: 40 }, (_, at) =>
      at === 20 ? store.transaction(revise) : look(({ records }) => records[0]?.revision),
    )
    const revisions = (await Promise.all(units)).filter((seen) => typeof seen === 'number')
    expect(new Set(revisions)).toEqual(new Set(revisions.includes(1) ? [1, 2] : [2]))
    expect(await look(({ records }) => records[0]?.revision)).toBe(2)
  })
})
