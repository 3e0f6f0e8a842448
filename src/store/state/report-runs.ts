import type { Sql } from '../sql.ts'

/** One run of a schedule: from the moment at which it is due until everybody has the report, or somebody never will. */
export type ReportRun = {
  readonly schedule_uid: string
  /** Counted within the schedule, from 1. */
  readonly run: number
  readonly due_at: number
  /** Why it runs: its time came, it was missed while no server ran, or a person asked. */
  readonly cause: 'time' | 'missed' | 'person'
  /** Runs that were due before this one and did not happen, because no server ran. */
  readonly missed: number
  readonly state: 'due' | 'running' | 'sending' | 'sent' | 'failed'
  /** How often its file was begun. */
  readonly attempts: number
  readonly started_at: number | null
  readonly done_at: number | null
  /** What went wrong, as a sentence. */
  readonly trouble: string | null
  /** The file's name, size, SHA-256 (hex) and number of rows, once it is made. */
  readonly file: string | null
  readonly bytes: number | null
  readonly digest: string | null
  readonly row_count: number | null
}

export type RunName = Pick<ReportRun, 'schedule_uid' | 'run'>
type NewRun = RunName & Pick<ReportRun, 'due_at' | 'cause' | 'missed'>
export type MadeFile = {
  readonly file: string
  readonly bytes: number
  readonly digest: string
  readonly row_count: number
}
type Settled = {
  readonly state: 'sent' | 'failed'
  readonly trouble: string | null
  readonly at: number
}
/** What is still kept: runs that ended after a time, and the last ones of each schedule. */
type Kept = { readonly since: number; readonly runs: number }

const insert = `insert into report_runs (schedule_uid, run, due_at, cause, missed, state, attempts)
  values ($1, $2, $3, $4, $5, 'due', 0)`

const begin = `update report_runs set state = 'running', attempts = attempts + 1, started_at = $3
  where schedule_uid = $1 and run = $2 and state = 'due'`

/** Only for whoever began it last. */
const made = `update report_runs set state = 'sending', file = $4, bytes = $5, digest = $6, row_count = $7
  where schedule_uid = $1 and run = $2 and state = 'running' and attempts = $3`

const settle = `update report_runs set state = $3, trouble = $4, done_at = $5
  where schedule_uid = $1 and run = $2 and state in ('due', 'running', 'sending')`

const removeOld = `delete from report_runs where state in ('sent', 'failed') and (done_at < $1 or run <= coalesce(
  (select s.runs from report_schedules s where s.schedule_uid = report_runs.schedule_uid), 0) - $2)`

export const reportRuns = (sql: Sql) => ({
  insert: ({ schedule_uid, run, due_at, cause, missed }: NewRun) =>
    sql.run(insert, schedule_uid, run, due_at, cause, missed),
  find: ({ schedule_uid, run }: RunName) =>
    sql.get<ReportRun>(
      'select * from report_runs where schedule_uid = $1 and run = $2',
      ...[schedule_uid, run],
    ),
  /** The newest first. */
  listOf: (uid: string, most: number) =>
    sql.all<ReportRun>(
      'select * from report_runs where schedule_uid = $1 order by run desc limit $2',
      ...[uid, most],
    ),
  /** Those whose file is to be made. */
  due: () =>
    sql.all<ReportRun>(
      "select * from report_runs where state = 'due' order by due_at, schedule_uid",
    ),
  /** False when somebody else has begun it. */
  begin: async ({ schedule_uid, run }: RunName, at: number): Promise<boolean> =>
    (await sql.run(begin, schedule_uid, run, at)) === 1,
  /** Has those that nobody makes any more begun once more. */
  beginAgain: () => sql.run("update report_runs set state = 'due' where state = 'running'"),
  /** False when it is no longer for this beginner to end. */
  made: async (
    { schedule_uid, run, attempts }: RunName & Pick<ReportRun, 'attempts'>,
    { file, bytes, digest, row_count }: MadeFile,
  ): Promise<boolean> =>
    (await sql.run(made, schedule_uid, run, attempts, file, bytes, digest, row_count)) === 1,
  settle: async ({ schedule_uid, run }: RunName, { state, trouble, at }: Settled) =>
    (await sql.run(settle, schedule_uid, run, state, trouble, at)) === 1,
  removeOld: ({ since, runs }: Kept) => sql.run(removeOld, since, runs),
  removeOf: (uid: string) => sql.run('delete from report_runs where schedule_uid = $1', uid),
})
