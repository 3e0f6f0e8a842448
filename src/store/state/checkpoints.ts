import type { Sql } from '../sql.ts'

/** A signed checkpoint of the log: the note, and how many entries it covers. */
export type SavedCheckpoint = {
  readonly size: number
  readonly note: string
  readonly signed_at: number
}

export const checkpoints = (sql: Sql) => ({
  newest: () => sql.get<SavedCheckpoint>('select * from checkpoints order by size desc limit 1'),
  list: (limit: number) =>
    sql.all<SavedCheckpoint>('select * from checkpoints order by size desc limit $1', limit),
  /** The same size may be signed anew, by a new key. */
  save: ({ size, note, signed_at }: SavedCheckpoint) =>
    sql.run(
      `insert into checkpoints (size, note, signed_at) values ($1, $2, $3)
        on conflict (size) do update set note = excluded.note, signed_at = excluded.signed_at`,
      size,
      note,
      signed_at,
    ),
})
