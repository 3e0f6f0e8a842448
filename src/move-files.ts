import { storeFilesMoved } from './events/catalog/log.ts'
import { happened } from './events/event-type.ts'
import { record } from './events/record.ts'
import { blobsOf, type FilePlace, filesPlaceName } from './file-house.ts'
import type { Clock } from './kernel/clock.ts'
import { createLog } from './kernel/log.ts'
import { openStore, type StorePlace } from './open-store.ts'
import type { Blobs } from './store/blobs.ts'
import { openContent } from './vault/file-content.ts'
import type { FileContent } from './vault/file-part.ts'

/** Which way: into a bucket, or back into the data folder. */
export type FileMove = {
  readonly direction: 'to' | 'from'
  readonly filesUrl: string
  readonly progress?: (done: number, of: number) => void
}

/** How many files are in the new place now, thumbnails counted, and how many of them came with this run. */
export type MovedFiles = {
  readonly files: number
  readonly moved: number
  readonly from: string
  readonly to: string
}

type Way = { readonly source: Blobs; readonly target: Blobs }

/** Gives whether it had to be carried. What is there was held against its hash when it came. */
async function carry(content: FileContent, { source, target }: Way): Promise<boolean> {
  const there = await target.open(content.blob)
  await there?.close()
  if (there?.size === content.size) return false
  const { chunks } = await openContent(source, content)
  await (await target.receive(chunks, content.size, content.blob)).keep()
  return true
}

function sidesOf(place: FilePlace, { direction, filesUrl }: FileMove) {
  const { filesUrl: _, ...inFolder } = place
  const inBucket = { ...place, filesUrl }
  return direction === 'to' ? [inFolder, inBucket] : [inBucket, inFolder]
}

/**
 * Copies the ciphertext of every file that the store knows to another place, each held against its hash. It takes nothing
 * away, so it may be cut short and run again. Throws `unproven` for a file that is damaged, and `conflict` while a server has
 * the data folder.
 */
export async function moveFilesOf(
  place: StorePlace & FilePlace,
  move: FileMove,
  clock: Clock,
): Promise<MovedFiles> {
  const [left = place, taking = place] = sidesOf(place, move)
  const way = { source: blobsOf(left), target: blobsOf(taking) }
  const names = { from: filesPlaceName(left), to: filesPlaceName(taking) }
  const store = await openStore(place, createLog('warn'))
  try {
    const contents = await store.read(({ files }) => files.contents())
    let moved = 0
    for (const [done, content] of contents.entries()) {
      move.progress?.(done, contents.length)
      if (await carry(content, way)) moved += 1
    }
    const happening = happened(storeFilesMoved, { ...names, count: contents.length })
    const at = clock()
    await store.transaction((tx) => record(tx, happening, { at, recordedAt: at }))
    return { files: contents.length, moved, ...names }
  } finally {
    await store.close()
  }
}
