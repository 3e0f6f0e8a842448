import type { Sql } from '../sql.ts'

/** How far each follower of the log has come: the last sequence it is done with. */
export const cursors = (sql: Sql) => ({
  /** The follower that is furthest behind; who no longer follows has no cursor. */
  slowest: () =>
    sql.get<{ name: string; seq: number }>(
      'select name, seq from cursors order by seq, name limit 1',
    ),
  async find(name: string): Promise<number | undefined> {
    return (await sql.get<{ seq: number }>('select seq from cursors where name = $1', name))?.seq
  },
  set: (name: string, seq: number) =>
    sql.run(
      'insert into cursors (name, seq) values ($1, $2) on conflict (name) do update set seq = excluded.seq',
      name,
      seq,
    ),
  remove: (name: string) => sql.run('delete from cursors where name = $1', name),
})
