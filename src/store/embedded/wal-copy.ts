import type { Connection } from './connection.ts'
import { isRefusal } from './sqlite-error.ts'
import { type Copied, copyThread } from './wal-copy-thread.ts'

/** How long SQLite lets its log become before it copies it, when nobody says otherwise. */
const pages = 1_000

export type WalCopy = {
  /** After a batch, and before the next one begins. */
  afterBatch(): Promise<void>
  /** Copies all of the log, and leaves its file empty. Between two batches. */
  empty(): Promise<void>
  close(): Promise<void>
}

/**
 * Copies the write-ahead log into the database beside the main thread, where SQLite would do it inside of a commit
 * (docs/decisions/0155). A log that is long is copied while units go on; it can only begin anew when the copy has caught up with them,
 * so what has come meanwhile is copied between two batches. `fatal` hears of an error that leaves a file in doubt.
 */
export function walCopy(
  database: string,
  { database: writing, prepare }: Connection,
  fatal: (error: unknown) => void,
): WalCopy {
  writing.exec('pragma wal_autocheckpoint = 0')
  const look = prepare('pragma wal_checkpoint(noop)')
  let thread: ReturnType<typeof copyThread> | undefined
  let stage: 'resting' | 'copying' | 'copied' = 'resting'
  let limit = pages

  const threadNow = () => {
    thread ??= copyThread(database)
    return thread
  }

  /** Undefined when nothing was copied, and nothing is in doubt: the disk is full. */
  async function copy(): Promise<Copied | undefined> {
    try {
      return await threadNow().copy('passive')
    } catch (error) {
      if (!isRefusal(error)) fatal(error)
      return undefined
    }
  }

  async function copyMost(): Promise<void> {
    stage = 'copying'
    await copy()
    stage = 'copied'
  }

  /** Somebody who reads for long, such as a backup, holds it up: then it is tried again when the log has grown by as much again. */
  async function copyRest(log: number): Promise<void> {
    const copied = await copy()
    limit = copied && copied.checkpointed === copied.log ? pages : log + pages
  }

  return {
    async afterBatch() {
      if (stage === 'copying') return
      const log = Number(look.get()?.['log'])
      if (log >= limit && stage === 'resting') return void copyMost()
      if (log >= limit) await copyRest(log)
      stage = 'resting'
    },
    async empty() {
      await threadNow().copy('truncate')
    },
    async close() {
      await thread?.close()
    },
  }
}
