import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commitLogKeys, endCutChange } from './commit-log-keys.ts'
import { logKeyRotated, logRollbackAccepted } from './events/catalog/log.ts'
import { happened } from './events/event-type.ts'
import { logIdentity } from './events/log-identity.ts'
import { anchorIn, type LogKeys, logIdentityIn, logKeysIn, newLogKeys } from './log-files.ts'
import { openEmbeddedStore } from './store/embedded/embedded-store.ts'
import type { Store } from './store/store.ts'
import { generateNoteKey } from './tlog/note-key.ts'

/** A power cut in the middle of a change of the log's keys, and the start after it. */

let data: string
let store: Store
let before: LogKeys
const clock = () => new Date()

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'keepwatch-keys-'))
  store = await openEmbeddedStore({ folder: data })
  await logIdentityIn(data)
  before = (await logKeysIn(data)) as LogKeys
})

afterEach(async () => {
  await store.close()
  rmSync(data, { recursive: true })
})

const rotation = () => {
  const { origin, vkeys } = logIdentity(before)
  const next: LogKeys = [generateNoteKey(origin).skey, before[0]]
  const fields = { origin, old_key: vkeys[0] ?? '', new_key: logIdentity(next).vkeys[0] ?? '' }
  return { next, happening: happened(logKeyRotated, fields) }
}

const acceptance = () => {
  const next = newLogKeys()
  const [old_origin, origin] = [logIdentity(before).origin, logIdentity(next).origin]
  const fields = { size: 0, signed_size: 3, old_origin, origin, note: 'what was signed' }
  return { next, happening: happened(logRollbackAccepted, fields) }
}

/** The store as it is to somebody whose power goes at a moment of the commit. */
const cutting = (moment: 'before' | 'after'): Store => ({
  ...store,
  async transaction(work) {
    if (moment === 'after') await store.transaction(work)
    throw new Error('the power is gone')
  },
})

test('when the power goes before the event is on disk, the keys stay', async () => {
  const change = rotation()
  await expect(commitLogKeys({ data, store: cutting('before'), clock }, change)).rejects.toThrow()

  await endCutChange(data, store)

  expect(await logKeysIn(data)).toEqual(before)
  expect(existsSync(join(data, 'log-key.next'))).toBe(false)
})

test('when it goes after the event, the next start puts the new keys in place', async () => {
  const change = rotation()
  await expect(commitLogKeys({ data, store: cutting('after'), clock }, change)).rejects.toThrow()

  await endCutChange(data, store)

  expect(await logKeysIn(data)).toEqual(change.next)
  expect(await store.events.size()).toBe(1)
})

test('when it goes while the old log is put aside, the next start goes on from there', async () => {
  await anchorIn(data).write('what was signed')
  const change = acceptance()
  await expect(commitLogKeys({ data, store: cutting('after'), clock }, change)).rejects.toThrow()
  renameSync(join(data, 'log-anchor'), join(data, 'log-anchor.until-now'))

  await endCutChange(data, store)
  await endCutChange(data, store)

  expect(await logKeysIn(data)).toEqual(change.next)
  expect(await anchorIn(data).read()).toBeUndefined()
  expect(readdirSync(data).filter((name) => name.includes('.until-'))).toHaveLength(2)
})
