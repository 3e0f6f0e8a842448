import type { Sql } from '../sql.ts'

/** The newest signed checkpoint of the log: the note, and how many entries it covers. */
export type SavedCheckpoint = { readonly size: number; readonly note: string }

/** Older checkpoints are events of the log itself; here is only the one that is served. */
export const checkpoint = (sql: Sql) => ({
  find: () => sql.get<SavedCheckpoint>('select size, note from checkpoint where id = 1'),
  save: ({ size, note }: SavedCheckpoint) =>
    sql.run(
      `insert into checkpoint (id, size, note) values (1, $1, $2)
        on conflict (id) do update set size = excluded.size, note = excluded.note`,
      size,
      note,
    ),
})
