import type { Sql } from '../sql.ts'

/** How far each follower of the log has come: the last sequence it is done with. */
export const cursors = (sql: Sql) => ({
  async find(name: string): Promise<number | undefined> {
    return (await sql.get<{ seq: number }>('select seq from cursors where name = $1', name))?.seq
  },
  set: (name: string, seq: number) =>
    sql.run(
      'insert into cursors (name, seq) values ($1, $2) on conflict (name) do update set seq = excluded.seq',
      name,
      seq,
    ),
})
