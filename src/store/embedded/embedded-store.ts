import { join } from 'node:path'
import { newUid } from '../../kernel/ids.ts'
import { migrate } from '../migrations/migrate.ts'
import type { Dialect } from '../migrations/migration.ts'
import { personalCache } from '../state/personal.ts'
import { type Ground, state } from '../state.ts'
import type { LogTail, Store, Transaction } from '../store.ts'
import { compact } from './compact.ts'
import { type Connection, openForReading, openForWriting, sqliteSql } from './connection.ts'
import { contentsCache } from './contents-cache.ts'
import { logPruner, logReader, logWriter } from './event-log.ts'
import { lockFolder } from './folder-lock.ts'
import { groupCommit } from './group-commit.ts'
import { walCopy } from './wal-copy.ts'
import { walFlush } from './wal-flush.ts'

export type EmbeddedOptions = {
  /** The data folder; the database is `keepwatch.db` in it. */
  readonly folder: string
  /** What to do when the file can no longer be trusted, after a failed flush. Default: nothing; a server stops. */
  readonly fatal?: (error: unknown) => void
  /** Called when the disk had no room for a batch, which was refused. */
  readonly full?: () => void
}

const sqlite: Dialect = { engine: 'sqlite', bytes: 'blob', bigint: 'integer' }

type Effects = (() => void)[]
type LogTools = ReturnType<typeof logWriter> & {
  readonly prune: ReturnType<typeof logPruner>
  next(): void
}

/** The one connection that writes, over a database that is brought to the newest version. */
async function openWriter(file: string): Promise<Connection> {
  const connection = openForWriting(file)
  const { database } = connection
  database.exec('begin immediate')
  try {
    await migrate(sqliteSql(connection), sqlite)
    database.exec('commit')
    return connection
  } catch (error) {
    database.close()
    throw error
  }
}

/** Runs units of work one by one: what a failed one appended is taken back, what it wanted after the commit forgotten. */
function unitsOf(ground: Omit<Ground, 'afterCommit'>, log: LogTools) {
  let effects: Effects = []
  const events: LogTail = {
    append: async (body) => {
      log.append(body)
    },
    prune: async (before) => log.prune(before),
  }
  const tx: Transaction = {
    ...state({ ...ground, afterCommit: (effect) => effects.push(effect) }),
    events,
  }
  return async <Result>(work: (tx: Transaction) => Promise<Result>) => {
    const mark = log.mark()
    log.next()
    effects = []
    try {
      return { result: await work(tx), effects }
    } catch (error) {
      log.backTo(mark)
      throw error
    }
  }
}

const committedState = (reading: Connection, personalCache: Ground['personalCache']) =>
  state({ sql: sqliteSql(reading), personalCache, afterCommit: (effect) => effect() })

const ignore = () => {}

const onlyServer = () => ({ servers: 'one', uid: newUid() }) as const

/** The store of one machine: SQLite, one writer, one reader. Nothing to install. */
export async function openEmbeddedStore({ folder, fatal, full }: EmbeddedOptions): Promise<Store> {
  const file = join(folder, 'keepwatch.db')
  const unlock = lockFolder(folder)
  const writing = await openWriter(file).catch((error) => {
    unlock()
    throw error
  })
  const wal = walFlush(file)
  const copies = walCopy(file, writing, fatal ?? ignore)
  const reading = openForReading(file)
  const cache = personalCache()
  const contents = contentsCache()
  const log = logWriter(writing)
  const readers = logReader(reading, log.head)
  const commits = groupCommit(writing, {
    seal: log.seal,
    flush: wal.flush,
    after: copies.afterBatch,
    committed: () => {
      log.commit()
      readers.wake()
    },
    abandoned: () => {
      log.abandon()
      contents.forget()
    },
    fatal: fatal ?? ignore,
    full: full ?? ignore,
  })
  const ground = {
    sql: contents.over(sqliteSql(writing)),
    personalCache: cache,
    knownSets: new Set<string>(),
    keptContents: contents.contents,
  }
  const run = unitsOf(ground, { ...log, prune: logPruner(writing), next: contents.nextUnit })
  const committed = committedState(reading, cache)

  return {
    ...onlyServer(),
    events: readers.log,
    async transaction(work) {
      const { result, effects } = await commits.submit(() => run(work))
      for (const effect of effects) effect()
      return result
    },
    async read(work) {
      const result = await work(committed)
      await wal.underWay()
      return result
    },
    compact: () => compact(writing, copies, commits.between),
    async close() {
      await commits.idle()
      await copies.close()
      wal.close()
      reading.database.close()
      writing.database.close()
      unlock()
    },
  }
}
