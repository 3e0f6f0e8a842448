import type { Sql } from '../sql.ts'

/** A server over this store, by the store's own clock. */
export type ServerRow = {
  /** The `uid` of its store: another one after each start. */
  readonly server_uid: string
  /** As its operator knows it: host and port. */
  readonly name: string
  readonly release: string
  readonly started_at: number
  readonly seen_at: number
}

/** Which servers there are: each says every few seconds that it is there. */
export const servers = (sql: Sql) => ({
  see: ({ server_uid, name, release }: Pick<ServerRow, 'server_uid' | 'name' | 'release'>) =>
    sql.run(
      `insert into servers (server_uid, name, release, started_at, seen_at) values ($1, $2, $3, ${sql.now}, ${sql.now})
        on conflict (server_uid) do update set seen_at = excluded.seen_at`,
      ...[server_uid, name, release],
    ),
  /** Those that were there within so many milliseconds, the one that runs longest first. */
  list: (withinMs: number) =>
    sql.all<ServerRow>(
      `select * from servers where seen_at > ${sql.now} - $1 order by started_at, server_uid`,
      withinMs,
    ),
  remove: (serverUid: string) => sql.run('delete from servers where server_uid = $1', serverUid),
  removeGone: (afterMs: number) =>
    sql.run(`delete from servers where seen_at <= ${sql.now} - $1`, afterMs),
})
