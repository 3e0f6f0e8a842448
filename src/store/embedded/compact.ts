import type { Connection } from './connection.ts'
import type { Chore } from './group-commit.ts'
import type { WalCopy } from './wal-copy.ts'

/** Pages that are given back between two batches: a few milliseconds. */
const pagesAtOnce = 512

/**
 * Gives free pages back to the file system in small steps, and then empties the write-ahead log, where what was deleted can
 * still be read. `between` runs a step between two batches of units.
 */
export async function compact(
  { database }: Pick<Connection, 'database'>,
  { empty }: Pick<WalCopy, 'empty'>,
  between: (chore: Chore) => Promise<void>,
): Promise<void> {
  const free = () => Number(database.prepare('pragma freelist_count').get()?.['freelist_count'])
  let before = Number.POSITIVE_INFINITY
  // A file from before `auto_vacuum` keeps its free pages and fills them again.
  while (free() > 0 && free() < before) {
    before = free()
    await between(() => database.exec(`pragma incremental_vacuum(${pagesAtOnce})`))
  }
  await between(empty)
}
