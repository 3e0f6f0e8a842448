import { join } from 'node:path'
import { migrate } from '../migrations/migrate.ts'
import { personalCache } from '../state/personal.ts'
import { type Ground, state } from '../state.ts'
import type { Store, Transaction } from '../store.ts'
import { openForReading, openForWriting, sqliteSql } from './connection.ts'
import { logReader, logWriter } from './event-log.ts'
import { groupCommit } from './group-commit.ts'

export type EmbeddedOptions = {
  /** The data folder; the database is `keepwatch.db` in it. */
  readonly folder: string
  /** What to do when the file can no longer be trusted, after a failed flush. Default: nothing; a server stops. */
  readonly fatal?: (error: unknown) => void
}

type Effects = (() => void)[]

/** The store of one machine: SQLite, one writer, one reader. Nothing to install. */
export async function openEmbeddedStore({ folder, fatal }: EmbeddedOptions): Promise<Store> {
  const file = join(folder, 'keepwatch.db')
  const writing = openForWriting(file)
  const sql = sqliteSql(writing)
  await migrateIn(writing.database, () => migrate(sql, { bytes: 'blob', bigint: 'integer' }))
  const reading = openForReading(file)
  const cache = personalCache()
  const log = logWriter(writing)
  const readers = logReader(reading, log.size)
  const commits = groupCommit(writing, {
    seal: log.seal,
    committed: () => {
      log.commit()
      readers.wake()
    },
    abandoned: log.abandon,
    fatal: fatal ?? (() => {}),
  })

  let effects: Effects = []
  const ground: Ground = {
    sql,
    personalCache: cache,
    afterCommit: (effect) => effects.push(effect),
  }
  const tx: Transaction = {
    ...state(ground),
    events: {
      append: async (body) => {
        log.append(body)
      },
    },
  }
  const committed = state({
    sql: sqliteSql(reading),
    personalCache: cache,
    afterCommit: (effect) => effect(),
  })

  return {
    events: readers.log,
    async transaction(work) {
      const unit = await commits.submit(async () => {
        const mark = log.mark()
        effects = []
        try {
          return { result: await work(tx), effects }
        } catch (error) {
          log.backTo(mark)
          throw error
        }
      })
      for (const effect of unit.effects) effect()
      return unit.result
    },
    read: (work) => work(committed),
    async close() {
      await commits.idle()
      reading.database.close()
      writing.database.close()
    },
  }
}

async function migrateIn(
  database: { exec(text: string): void },
  work: () => Promise<void>,
): Promise<void> {
  database.exec('begin immediate')
  try {
    await work()
    database.exec('commit')
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}
