import { demandNobody } from './access/presence.ts'
import { commitLogKeys, endCutChange } from './commit-log-keys.ts'
import { checkAnchor } from './events/anchor.ts'
import { logKeyRetired, logKeyRotated } from './events/catalog/log.ts'
import { signLog } from './events/checkpointing.ts'
import { happened } from './events/event-type.ts'
import { type LogIdentity, logIdentity } from './events/log-identity.ts'
import type { Clock } from './kernel/clock.ts'
import { conflict, invalid } from './kernel/errors.ts'
import type { KeyFiles } from './kernel/key-files.ts'
import { createLog } from './kernel/log.ts'
import { anchorIn, type LogKeys, logKeysIn } from './log-files.ts'
import { openStore, type StorePlace } from './open-store.ts'
import { keyFilesOf } from './outside-key.ts'
import { generateNoteKey } from './tlog/note-key.ts'

/** The keys before and after, and the event that says so. */
type Change = { readonly next: LogKeys; readonly type: typeof logKeyRotated | typeof logKeyRetired }
type Decide = (keys: LogKeys, origin: string) => Change

const keyNamesOf = (identity: LogIdentity) => identity.vkeys.join(' ')

function changeOf(keys: LogKeys, { next, type }: Change) {
  const [before, after] = [logIdentity(keys), logIdentity(next)]
  const retired = before.vkeys.filter((vkey) => !after.vkeys.includes(vkey))
  return happened(type, {
    origin: after.origin,
    old_key: retired.length > 0 ? retired.join(' ') : keyNamesOf(before),
    new_key: after.vkeys[0] ?? '',
  })
}

async function keysThere(data: string, files: KeyFiles): Promise<LogKeys> {
  const keys = await logKeysIn(data, files)
  if (!keys) throw invalid(`there is no log-key in ${data}: name the data folder with --data`)
  return keys
}

async function changeKeys(place: StorePlace, clock: Clock, decide: Decide): Promise<LogIdentity> {
  const { data } = place
  const files = await keyFilesOf(place)
  await keysThere(data, files)
  const store = await openStore(place, createLog('warn'))
  try {
    await demandNobody(store)
    await endCutChange(data, store, files)
    const keys = await keysThere(data, files)
    const anchor = anchorIn(data)
    const identity = logIdentity(keys)
    await checkAnchor(store, await anchor.read(), identity)
    const change = decide(keys, identity.origin)
    // The anchor must be signed by a key that stays, whenever the power fails.
    await signLog({ store, identity, anchor })
    const happening = changeOf(keys, change)
    const after = await commitLogKeys(
      { data, store, clock, files },
      { next: change.next, happening },
    )
    await signLog({ store, identity: after, anchor })
    return after
  } finally {
    await store.close()
  }
}

/**
 * Gives the log a new signing key under its old name. The old one signs beside it, so that whoever knows only that one can
 * learn the new one from any checkpoint, until `retireOldLogKey` ends the overlap. The server must not be running. Throws
 * `conflict` while an overlap lasts, and when the store is not what was signed.
 */
export const rotateLogKey = (place: StorePlace, clock: Clock): Promise<LogIdentity> =>
  changeKeys(place, clock, ([current, ...older], origin) => {
    if (older.length > 0)
      throw conflict(
        'two keys sign already: end that overlap first, with keepwatch log rotate-key --drop-old',
      )
    return { next: [generateNoteKey(origin).skey, current], type: logKeyRotated }
  })

/** Ends the overlap of a rotation: the new key signs alone. Throws `conflict` when only one key signs. */
export const retireOldLogKey = (place: StorePlace, clock: Clock): Promise<LogIdentity> =>
  changeKeys(place, clock, ([current, ...older]) => {
    if (older.length === 0)
      throw conflict('only one key signs the log: there is no old one to drop')
    return { next: [current], type: logKeyRetired }
  })
