import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { filesOf } from './carried-files.ts'
import { logIdentity, openOwn } from './events/log-identity.ts'
import { blobsOf, type FilePlace, filesPlaceName } from './file-house.ts'
import { Failure, invalid } from './kernel/errors.ts'
import { newUid } from './kernel/ids.ts'
import { logKeysIn } from './log-files.ts'
import type { StorePlace } from './open-store.ts'
import { keyFilesOf } from './outside-key.ts'
import { packBlobs } from './store/embedded/backup-blobs.ts'
import { copyDatabase, type Progress, packFiles } from './store/embedded/backup-file.ts'
import { type CheckedDatabase, checkDatabase } from './store/embedded/check-database.ts'
import { sameHash } from './tlog/hash.ts'

/** What a backup holds. */
export type BackedUp = { readonly size: number; readonly signed: number; readonly newest?: string }

/** Makes sure that what was read back is what the log's keys in the folder signed. Throws `unproven`. */
export async function demandSigned(
  place: StorePlace,
  { checkpoint, signedRoot, size, newest }: CheckedDatabase,
): Promise<BackedUp> {
  const counts = { size, signed: checkpoint?.size ?? 0, ...(newest && { newest }) }
  if (!checkpoint || !signedRoot) return counts
  const keys = await logKeysIn(place.data, await keyFilesOf(place))
  if (!keys) throw new Failure('unproven', 'the log-key is missing: nothing can be checked')
  const signed = openOwn(logIdentity(keys), checkpoint.note)
  if (signed.size !== checkpoint.size || !sameHash(signed.root, signedRoot))
    throw new Failure('unproven', 'the events are not the ones that were signed')
  return counts
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A draft beside the backup that only its owner can read, because keys will be in it. */
async function newDraft(file: string): Promise<string> {
  const draft = join(dirname(file), `.${basename(file)}.${newUid()}`)
  try {
    await (await open(draft, 'wx', 0o600)).close()
    return draft
  } catch (cause) {
    throw invalid(`${file} cannot be written: ${(cause as Error).message}`, { cause })
  }
}

function demandEmbedded(place: StorePlace & FilePlace): void {
  const { data, databaseUrl } = place
  if (databaseUrl)
    throw invalid(
      `this installation keeps its events in PostgreSQL: back that up with pg_dump, and with it the data folder, which holds the keys, and the files of records in ${filesPlaceName(place)}`,
    )
  if (!existsSync(join(data, 'keepwatch.db')))
    throw invalid(`there is no keepwatch.db in ${data}: name the data folder with --data`)
}

/**
 * Writes everything that an installation is, the database, the files of records, keys and certificates, into one file (0600), also while a server
 * runs; reads it back and hashes every event again before it takes its place. Throws `unproven` when the copy is not what
 * was signed; then an older backup of that name stays.
 */
export async function backUp(
  place: StorePlace & FilePlace,
  target: string,
  progress?: Progress,
): Promise<BackedUp> {
  demandEmbedded(place)
  const file = resolve(target)
  const draft = await newDraft(file)
  try {
    const files = await filesOf(place.data)
    await copyDatabase(join(place.data, 'keepwatch.db'), draft, progress)
    packFiles(draft, files)
    await packBlobs(draft, blobsOf(place))
    const backedUp = await demandSigned(place, checkDatabase(draft, progress))
    await syncFile(draft)
    await rename(draft, file)
    await syncFile(dirname(file))
    return backedUp
  } finally {
    await rm(draft, { force: true })
    await rm(`${draft}-journal`, { force: true })
  }
}
