import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure, invalid } from '../../kernel/errors.ts'
import { decodeFrontier, emptyFrontier } from '../../tlog/frontier.ts'
import { batches, databaseName, movedTo, tablesOf, versionsOf } from './embedded-rows.ts'
import {
  demandStillHere,
  movedSentence,
  movedSetting,
  named,
  pieces,
  type Range,
  type Row,
  type Source,
  type Table,
} from './side.ts'

/** How long a server may be in the middle of a commit: so many times five seconds. */
const holdTries = 6

/** Asked for anew with each batch, so that nothing is kept open while a server goes on writing. */
function* numberedBatches(
  database: DatabaseSync,
  table: Table,
  range: Range,
): Generator<readonly Row[]> {
  const [key] = table.columns
  const text = `select ${named(table)} from ${table.name} where ${key} >= ? and ${key} < ? order by ${key}`
  for (const values of pieces(range)) yield* batches(database, { text, values })
}

const retirement = `create trigger moved before insert on events
  begin select raise(abort, '${movedSentence}'); end`

/** Waits for the lock of the one who writes, as long as a commit may take. */
function takeWriteLock(database: DatabaseSync): void {
  for (let tries = 1; ; tries++) {
    try {
      database.exec('begin immediate')
      return
    } catch (cause) {
      if (tries < holdTries) continue
      const sentence = 'the server does not let go of its database: try again, or stop it first'
      throw new Failure('busy', sentence, { cause })
    }
  }
}

/** The embedded store of a data folder, to be left. A server may run on it until it is held. Throws `conflict` when it was left already. */
export function embeddedSource(folder: string): Source {
  const file = join(folder, databaseName)
  if (!existsSync(file))
    throw invalid(`there is no ${databaseName} in ${folder}: name the data folder with --data`)
  const database = new DatabaseSync(file)
  database.exec(
    'pragma busy_timeout = 5000; pragma trusted_schema = off; pragma synchronous = full',
  )
  demandStillHere(movedTo(database))
  const first = database.prepare('select min(seq) as seq from events')
  const head = database.prepare('select frontier from log_head')
  return {
    versions: async () => versionsOf(database),
    tables: async () => tablesOf(database),
    async extent() {
      const saved = head.get()?.['frontier']
      const frontier = saved ? decodeFrontier(saved as Uint8Array) : emptyFrontier
      return { first: Number(first.get()?.['seq'] ?? frontier.size), frontier }
    },
    numbered: (table, range) => numberedBatches(database, table, range),
    rows: (table) =>
      batches(database, { text: `select ${named(table)} from ${table.name}`, values: [] }),
    hold: async () => takeWriteLock(database),
    async retire(to) {
      database.prepare('insert into settings (name, value) values (?, ?)').run(movedSetting, to)
      database.exec(retirement)
      database.exec('commit')
    },
    async close() {
      if (database.isTransaction) database.exec('rollback')
      database.close()
    },
  }
}
