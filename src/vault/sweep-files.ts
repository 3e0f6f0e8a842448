import type { Blobs } from '../store/blobs.ts'
import type { Store } from '../store/store.ts'

/** Longer than any upload takes: a younger blob may belong to one that is about to be committed. */
const spareMs = 3_600_000

/**
 * Takes away what no file has: blobs whose file or record was deleted, drafts of a server that was killed, uploads that
 * were announced and never came.
 */
export async function sweepFiles(
  store: Pick<Store, 'read' | 'transaction'>,
  { blobs, now }: { readonly blobs: Blobs; readonly now: Date },
): Promise<void> {
  await store.transaction(({ uploads }) => uploads.removeExpired(now.getTime()))
  const old = await Array.fromAsync(blobs.listOlder(now.getTime() - spareMs))
  if (old.length === 0) return
  const contents = await store.read(({ files }) => files.contents())
  const owned = new Set(contents.map(({ blob }) => blob))
  for (const name of old) if (!owned.has(name)) await blobs.remove(name)
}
