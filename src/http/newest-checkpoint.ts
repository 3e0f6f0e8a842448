import { Failure } from '../kernel/errors.ts'
import type { Services } from './services.ts'

/** The newest signed checkpoint, and how many events it covers. Throws `busy` in the first second of a log's life. */
export async function newestCheckpoint({ store }: Pick<Services, 'store'>) {
  const newest = await store.read(({ checkpoint }) => checkpoint.find())
  if (!newest) throw new Failure('busy', 'nothing is signed yet: ask again in a second')
  return newest
}
