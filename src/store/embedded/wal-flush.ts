import { closeSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'

const toDisk = promisify(fdatasync)

async function flushed(log: number): Promise<void> {
  try {
    await toDisk(log)
  } catch (cause) {
    throw new Error('the write-ahead log could not be flushed to the disk', { cause })
  }
}

export type WalFlush = {
  /** Resolves when all that has been committed until now is on the disk; rejects when nobody can say whether it is. */
  flush(): Promise<void>
  /** The flush that was asked for last: after it, what a reader can see now is on the disk. */
  underWay(): Promise<void>
  close(): void
}

/**
 * Flushes the write-ahead log of an open database in Node's thread pool. SQLite would do it inside of the commit, where the
 * main thread stands still for as long as the disk takes (docs/decisions/0016). The log is a file of its own
 * that lives as long as a connection, and no lock hangs on it, so another descriptor of it does no harm.
 */
export function walFlush(database: string): WalFlush {
  const log = openSync(`${database}-wal`, 'r+')
  let newest = Promise.resolve()
  return {
    flush() {
      newest = flushed(log)
      return newest
    },
    underWay: () => newest,
    close: () => closeSync(log),
  }
}
