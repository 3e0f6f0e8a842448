import { join, resolve } from 'node:path'
import { prepareFolder } from './data-folder.ts'
import { checkAnchor } from './events/anchor.ts'
import { storeMoved } from './events/catalog/log.ts'
import { signLog } from './events/checkpointing.ts'
import { happened } from './events/event-type.ts'
import { record } from './events/record.ts'
import { type FilePlace, filesPlaceName } from './file-house.ts'
import type { Clock } from './kernel/clock.ts'
import { createLog } from './kernel/log.ts'
import { anchorIn, logIdentityIn } from './log-files.ts'
import { openStore, type StorePlace } from './open-store.ts'
import { keyFilesOf } from './outside-key.ts'
import type { Progress } from './store/embedded/backup-file.ts'
import { embeddedSource } from './store/moving/embedded-source.ts'
import { embeddedTarget } from './store/moving/embedded-target.ts'
import { type Moved, moveStore } from './store/moving/move.ts'
import type { Source, Target } from './store/moving/side.ts'

/** Which way: into PostgreSQL, or back into the data folder. The keys stay in the data folder both ways. */
export type Move = {
  readonly direction: 'to' | 'from'
  readonly databaseUrl: string
  readonly progress?: Progress
}

/** What was moved, from where, and the root hash of the log in base64, which is the same on both sides. */
export type MovedStore = {
  readonly size: number
  readonly root: string
  readonly from: string
  readonly to: string
  /** How long nobody could write, in milliseconds. */
  readonly held_ms: number
  /** Where the ciphertext of files is: as before, whichever way the store goes. */
  readonly files_in: string
}

/** Without user, password and options, to be shown. */
function databaseName(url: string): string {
  if (!URL.canParse(url)) return 'PostgreSQL'
  const { host, pathname } = new URL(url)
  return `postgres://${host}${pathname}`
}

type Sides = { source(): Promise<Source>; target(): Promise<Target> }

/** The driver of PostgreSQL is loaded by who needs it only. */
async function sidesOf(
  folder: string,
  { direction, databaseUrl }: Move,
  now: Date,
): Promise<Sides> {
  if (direction === 'to') {
    const { distributedTarget } = await import('./store/moving/distributed-target.ts')
    return {
      source: async () => embeddedSource(folder),
      target: () => distributedTarget(databaseUrl),
    }
  }
  const { distributedSource } = await import('./store/moving/distributed-source.ts')
  return {
    source: () => distributedSource(databaseUrl),
    target: () => embeddedTarget(folder, now),
  }
}

async function between(
  { source, target }: Sides,
  options: { readonly to: string; readonly progress?: Progress },
): Promise<Moved> {
  const left = await source()
  try {
    const taking = await target()
    return await moveStore(left, taking, options).finally(taking.close)
  } finally {
    await left.close()
  }
}

/** On the record of the new place, under the anchor of the old one: a log that is behind it is not taken over. */
async function leaveEvent(
  place: StorePlace,
  moved: Omit<MovedStore, 'held_ms' | 'files_in'>,
  at: Date,
) {
  const store = await openStore(place, createLog('warn'))
  try {
    const identity = await logIdentityIn(place.data, await keyFilesOf(place))
    const anchor = anchorIn(place.data)
    await checkAnchor(store, await anchor.read(), identity)
    await store.transaction((tx) => record(tx, happened(storeMoved, moved), { at, recordedAt: at }))
    await signLog({ store, identity, anchor })
  } finally {
    await store.close()
  }
}

/**
 * Moves an installation's store between its data folder and PostgreSQL, also while servers run on the old one: they refuse
 * writes for the last seconds and for ever after. Throws `conflict` when the new place is in use, `unproven` when the log that
 * arrived does not have the root hash of the one that left; then nothing was moved.
 */
export async function moveStoreOf(
  place: StorePlace & FilePlace,
  move: Move,
  clock: Clock,
): Promise<MovedStore> {
  await prepareFolder(place.data)
  const file = join(resolve(place.data), 'keepwatch.db')
  const database = databaseName(move.databaseUrl)
  const [from, to] = move.direction === 'to' ? [file, database] : [database, file]
  const { progress } = move
  const sides = await sidesOf(place.data, move, clock())
  const { size, root, heldMs } = await between(sides, { to, ...(progress && { progress }) })
  const moved = { size, root: Buffer.from(root).toString('base64'), from, to }
  const { databaseUrl, ...inFolder } = place
  const newPlace = move.direction === 'to' ? { ...place, databaseUrl: move.databaseUrl } : inFolder
  await leaveEvent(newPlace, moved, clock())
  return { ...moved, held_ms: heldMs, files_in: filesPlaceName(place) }
}
