import type { QueryInput } from '../query/query.ts'
import { askedConditions, type ReadyReport } from './ready-report.ts'

type Grouped = Pick<ReadyReport, 'name' | 'title' | 'about' | 'chart'> & {
  /** Which events. */
  readonly where: NonNullable<QueryInput['where']>
  /** What they are counted by. */
  readonly by: readonly string[]
  /** Fields whose distinct values are counted. */
  readonly distinct?: readonly string[]
}

/** A report that counts events by some of their fields: most first. */
export function groupedReport({ where, by, distinct = [], ...told }: Grouped): ReadyReport {
  const aggregate = [
    'occurrences',
    ...distinct.map((field) => `distinct(${field})`),
    'first_created',
    'last_created',
  ]
  return {
    ...told,
    columns: [...by, ...aggregate],
    rows: ({ query }, asked) =>
      query({
        report_type: 'span',
        columns: by,
        aggregate,
        where: [...where, ...askedConditions(asked)],
        limit: asked.limit,
      }),
  }
}

type Listed = Pick<ReadyReport, 'name' | 'title' | 'about'> & Pick<Grouped, 'where'>

/** What a line of an event says. */
const told = ['created', 'audit_event_type', 'username', 'ip_address', 'message'] as const

/** A report that lists events one by one: newest first. */
export const listedReport = ({ where, ...about }: Listed): ReadyReport => ({
  ...about,
  columns: told,
  rows: ({ query }, asked) =>
    query({ where: [...where, ...askedConditions(asked)], limit: asked.limit }),
})
