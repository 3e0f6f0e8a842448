import { known, needle } from './made-log.ts'

/** A question of the bench: as the text of a query, and as somebody would write it for rows with indexes. */
export type BenchQuestion = {
  readonly title: string
  readonly text: (round: number, size: number) => string
  readonly sql: (round: number, size: number) => string
}

const since = (days: number) => `time >= (select max(time) from rows) - ${days * 86_400_000}`

/** The nine questions. Each round asks about something else. */
export const questions: readonly BenchQuestion[] = [
  {
    title: 'last 100',
    text: () => 'limit:100',
    sql: () => 'select body from rows order by seq desc limit 100',
  },
  {
    title: 'application + type, 30 days',
    text: (round) =>
      `app:${known.application(round)} event:app_client_access_denied last:30d limit:100`,
    sql: (round) =>
      `select body from rows where app = '${known.application(round)}' and type = 'app_client_access_denied' and ${since(30)} order by seq desc limit 100`,
  },
  {
    title: 'one record, 90 days',
    text: (round) => `record:${known.record(round * 7)} last:90d limit:100`,
    sql: (round) =>
      `select body from rows where record = '${known.record(round * 7)}' and ${since(90)} order by seq desc limit 100`,
  },
  {
    title: 'day × type, 90 days',
    text: () => 'last:90d report:day group:event zone:Europe/Berlin',
    sql: () =>
      `select time / 86400000, type, count(*) from rows where ${since(90)} group by 1, 2 order by 3 desc`,
  },
  {
    title: 'top 20 devices, 30 days',
    text: () => 'last:30d report:span group:device limit:20',
    sql: () =>
      `select device, count(*) from rows where ${since(30)} group by 1 order by 2 desc limit 20`,
  },
  {
    title: 'common text, 90 days',
    text: (round) => `"runner-${round % 9}" last:90d limit:100`,
    sql: (round) =>
      `select body from rows where body like '%runner-${round % 9}%' and ${since(90)} order by seq desc limit 100`,
  },
  {
    title: 'rare text, 90 days',
    text: () => `"${needle}" last:90d limit:100`,
    sql: () =>
      `select body from rows where body like '%${needle}%' and ${since(90)} order by seq desc limit 100`,
  },
  {
    title: 'cursor page of 1,000',
    text: (round, size) =>
      `outcome:success before_seq:${Math.floor((size / 20) * (round % 20)) + 5_000} limit:1000`,
    sql: (round, size) =>
      `select body from rows where seq < ${Math.floor((size / 20) * (round % 20)) + 5_000} and outcome = 'success' order by seq desc limit 1000`,
  },
  {
    title: 'one user by hour, 30 days',
    text: (round) => `user:${known.person(round * 3)} last:30d report:hour zone:Europe/Berlin`,
    sql: (round) =>
      `select time / 3600000, count(*) from rows where person = '${known.commitment(round * 3)}' and ${since(30)} group by 1`,
  },
  {
    title: 'what a device received',
    text: (round) =>
      `device:${known.device(round * 11)} report:span group:served show:occurrences,first,last`,
    sql: (round) =>
      `select served, count(*), min(time), max(time) from rows where device = '${known.device(round * 11)}' group by 1`,
  },
]
