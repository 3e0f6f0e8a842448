import type { Flag, Sql } from '../sql.ts'

/** A question under a name, and how its answer is printed; both are JSON as it was sent. */
export type SavedReport = {
  readonly name: string
  readonly owner_uid: string
  readonly question: string
  readonly layout: string
  /** Only its owner sees it. */
  readonly is_private: Flag
  readonly modified_at: number
}

export const savedReports = (sql: Sql) => ({
  find: (name: string) => sql.get<SavedReport>('select * from saved_reports where name = $1', name),
  /** What somebody may see: their own, and those of others that are not private. */
  listFor: (accountUid: string) =>
    sql.all<SavedReport>(
      'select * from saved_reports where is_private = 0 or owner_uid = $1 order by name',
      accountUid,
    ),
  /** Puts it in the place of an older one of that name. */
  put: ({ name, owner_uid, question, layout, is_private, modified_at }: SavedReport) =>
    sql.run(
      `insert into saved_reports (name, owner_uid, question, layout, is_private, modified_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (name) do update set question = excluded.question, layout = excluded.layout,
          is_private = excluded.is_private, modified_at = excluded.modified_at`,
      name,
      owner_uid,
      question,
      layout,
      is_private,
      modified_at,
    ),
  remove: (name: string) => sql.run('delete from saved_reports where name = $1', name),
})
