import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { madeEvent } from './made-log.ts'

/** The same events as rows of SQLite with an index for each question, as one would keep them without a projection. */
export function sqliteRows(file: string, count: number, now: number) {
  const database = new DatabaseSync(file)
  database.exec(`pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -262144;
    create table rows (seq integer primary key, time integer, type text, outcome text, app text, device text,
      record text, user text, served text, body text)`)
  const insert = database.prepare('insert into rows values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const started = performance.now()
  database.exec('begin')
  for (let seq = 0; seq < count; seq++) {
    const event = madeEvent(seq, count, now) as unknown as Readonly<Record<string, string>>
    const { audit_event, outcome, app_uid, device_uid, record_uid, secret_uid, username, served } =
      event
    insert.run(
      seq,
      Date.parse(event['timestamp'] ?? ''),
      audit_event ?? '',
      outcome ?? '',
      app_uid ?? null,
      device_uid ?? null,
      record_uid ?? secret_uid ?? null,
      username ?? '',
      served ?? null,
      JSON.stringify(event),
    )
  }
  for (const columns of ['time', 'app, type, time', 'device, time', 'record, time', 'user, time'])
    database.exec(`create index ${columns.replaceAll(/\W+/g, '_')} on rows (${columns})`)
  database.exec('commit; pragma wal_checkpoint(truncate)')
  const seconds = (performance.now() - started) / 1_000
  return {
    rate: count / seconds,
    bytes: statSync(file).size,
    ask: async (sql: string) => database.prepare(sql).all().length,
    close: () => database.close(),
  }
}
