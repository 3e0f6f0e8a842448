import type { Config } from './config.ts'
import { type Anchor, checkAnchor } from './events/anchor.ts'
import type { LogIdentity } from './events/log-identity.ts'
import { type FilePlace, fileBucketOf, filesPlaceName } from './file-house.ts'
import { conflict } from './kernel/errors.ts'
import type { Log } from './kernel/log.ts'
import type { Bucket } from './outbound/bucket.ts'
import type { Store } from './store/store.ts'

/** Beside the files: which log they belong to. */
const anchorName = 'log-anchor'

const anchorIn = (bucket: Bucket): Anchor => ({
  async read() {
    const object = await bucket.read(anchorName)
    return object && String(Buffer.concat(await Array.fromAsync(object)))
  },
  async write(note) {
    await bucket.ask({ method: 'PUT', name: anchorName, body: note })
  },
})

type Ground = { readonly store: Store; readonly identity: LogIdentity }

const notOurs = (place: FilePlace, { message }: Error) =>
  conflict(
    `the files in ${filesPlaceName(place)} belong to another log or to a newer state of this one (${message}): nothing is taken away there. If no other installation uses them, remove the object ${anchorName} beside them`,
  )

/**
 * Finds out whether what lies beside the files may be taken away: in a bucket, which a copy of this installation or another
 * one may share, only while its newest signed checkpoint is one that this log continues. Then ours takes its place. A data
 * folder is its installation's own. Throws `conflict`, and `busy` when the bucket does not answer.
 */
export function fileClaim(place: FilePlace, { store, identity }: Ground): () => Promise<boolean> {
  const bucket = fileBucketOf(place)
  if (!bucket) return async () => true
  const anchor = anchorIn(bucket)
  return async () => {
    const note = await anchor.read()
    const checkpoint = await store.read((state) => state.checkpoint.find())
    await checkAnchor(store, note, identity).catch((error: Error) => {
      throw notOurs(place, error)
    })
    if (!checkpoint) return false
    await anchor.write(checkpoint.note)
    return true
  }
}

/** What an operator should know of where files lie, at the start. */
export function adviseOnFiles(
  { data, databaseUrl, filesUrl }: Pick<Config, 'data' | 'databaseUrl' | 'filesUrl'>,
  log: Log,
): void {
  if (!databaseUrl || filesUrl !== undefined) return
  log.warn(
    `the files of records lie in ${filesPlaceName({ data })}: servers that share this database must share that folder, or name a bucket with --files-url`,
  )
}
