import { constants } from 'node:fs'
import { chmod, copyFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BackedUp, demandSigned } from './backup.ts'
import { putFiles } from './carried-files.ts'
import { prepareFolder } from './data-folder.ts'
import { checkAnchor } from './events/anchor.ts'
import { storeRestored } from './events/catalog/log.ts'
import { signLog } from './events/checkpointing.ts'
import { happened } from './events/event-type.ts'
import { record } from './events/record.ts'
import { blobsOf, type FilePlace } from './file-house.ts'
import type { Clock } from './kernel/clock.ts'
import { conflict, Failure, invalid } from './kernel/errors.ts'
import { createLog } from './kernel/log.ts'
import { anchorIn, logIdentityIn } from './log-files.ts'
import { openStore, type StorePlace } from './open-store.ts'
import { keyFilesOf } from './outside-key.ts'
import { unpackBlobs } from './store/embedded/backup-blobs.ts'
import { type Progress, unpackFiles } from './store/embedded/backup-file.ts'
import { checkDatabase } from './store/embedded/check-database.ts'

/** What was restored, and what an anchor that was in the folder already has against it. */
export type Restored = BackedUp & { readonly objection?: string }

/** The one file that may be there before: what the lost installation signed last. It is kept. */
const anchorName = 'log-anchor'

/** What may be there before: nothing, or the anchor. */
async function demandEmpty(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder)
  const there = found.filter((name) => name !== anchorName)
  if (there.length > 0)
    throw conflict(
      `the data folder ${folder} is not empty (${there[0]}): restore into a new one. Only a log-anchor may be there, and is kept`,
    )
  return found
}

async function copyHere(backup: string, draft: string): Promise<void> {
  try {
    await copyFile(backup, draft, constants.COPYFILE_EXCL)
    await chmod(draft, 0o600)
  } catch (cause) {
    throw invalid(`the backup ${backup} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

async function putBack(
  place: StorePlace & FilePlace,
  backup: string,
  progress?: Progress,
): Promise<BackedUp> {
  const { data: folder } = place
  const draft = join(folder, '.restoring.db')
  await copyHere(backup, draft)
  await putFiles(folder, unpackFiles(draft))
  await unpackBlobs(draft, blobsOf(place))
  const checked = checkDatabase(draft, progress)
  const restored = await demandSigned(place, checked)
  const note = checked.checkpoint?.note
  if (note)
    await writeFile(join(folder, anchorName), note, { flag: 'wx', mode: 0o644 }).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  await rename(draft, join(folder, 'keepwatch.db'))
  return restored
}

/** That a backup was put back is on the record, unless a surviving anchor shows that events are missing. */
async function leaveEvent(
  place: StorePlace,
  { size, newest }: BackedUp,
  clock: Clock,
): Promise<string | undefined> {
  const store = await openStore(place, createLog('warn'))
  try {
    const identity = await logIdentityIn(place.data, await keyFilesOf(place))
    const anchor = anchorIn(place.data)
    await checkAnchor(store, await anchor.read(), identity)
    await store.transaction((tx) => {
      const restored = happened(storeRestored, { size, ...(newest && { newest }) })
      return record(tx, restored, { at: clock(), recordedAt: clock() })
    })
    await signLog({ store, identity, anchor })
    return undefined
  } catch (error) {
    if (error instanceof Failure && error.kind === 'conflict') return error.message
    throw error
  } finally {
    await store.close()
  }
}

export type RestoreOptions = {
  readonly backup: string
  readonly clock: Clock
  readonly progress?: Progress
}

/**
 * Makes a data folder out of a backup, reads all of it back and hashes every event again before it says done. Throws
 * `conflict` when the folder is not empty and `unproven` when the backup is not what was signed; then nothing is left.
 */
export async function restore(
  place: StorePlace & FilePlace,
  { backup, clock, progress }: RestoreOptions,
): Promise<Restored> {
  if (place.databaseUrl) throw invalid('restore the events with pg_restore: they are in PostgreSQL')
  await prepareFolder(place.data)
  const before = await demandEmpty(place.data)
  try {
    const restored = await putBack(place, backup, progress)
    const objection = await leaveEvent(place, restored, clock)
    return { ...restored, ...(objection && { objection }) }
  } catch (error) {
    for (const name of await readdir(place.data))
      if (!before.includes(name)) await rm(join(place.data, name), { recursive: true, force: true })
    throw error
  }
}
