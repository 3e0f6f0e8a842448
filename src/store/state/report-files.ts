import type { Sql } from '../sql.ts'
import type { RunName } from './report-runs.ts'

/** What a run made. */
export type ReportFile = RunName & {
  /** JSON: the figures and first rows that messages show. */
  readonly summary: string
  /** The file, compressed with gzip. */
  readonly content: Uint8Array
  /** The commitments of the people and addresses that are named in it, with blanks between them. */
  readonly people: string
}

const removeStray = `delete from report_files where not exists (select 1 from report_runs r
  where r.schedule_uid = report_files.schedule_uid and r.run = report_files.run)`

export const reportFiles = (sql: Sql) => ({
  find: ({ schedule_uid, run }: RunName) =>
    sql.get<ReportFile>(
      'select * from report_files where schedule_uid = $1 and run = $2',
      ...[schedule_uid, run],
    ),
  put: ({ schedule_uid, run, summary, content, people }: ReportFile) =>
    sql.run(
      'insert into report_files (schedule_uid, run, summary, content, people) values ($1, $2, $3, $4, $5)',
      ...[schedule_uid, run, summary, content, people],
    ),
  /** Those whose files are kept. */
  runsOf: (uid: string) =>
    sql.all<{ run: number }>('select run from report_files where schedule_uid = $1', uid),
  /** Removes every file that names somebody, whose commitment that is. */
  removeNaming: (commitment: string) =>
    sql.run(
      "delete from report_files where people like $1 escape '!'",
      `%${commitment.replaceAll('_', '!_')}%`,
    ),
  /** Removes those whose runs are no longer kept. */
  removeStray: () => sql.run(removeStray),
  removeOf: (uid: string) => sql.run('delete from report_files where schedule_uid = $1', uid),
})
