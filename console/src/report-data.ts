import { useQuery } from '@tanstack/react-query'
import { type ReportRow, readyRows, reportRows } from '../../src/client/reports.ts'
import { api } from './session.ts'
import { zone } from './time.ts'

async function all(rows: AsyncIterable<ReportRow>): Promise<readonly ReportRow[]> {
  const found: ReportRow[] = []
  for await (const row of rows) found.push(row)
  return found
}

/** The rows of a question that is written as text. */
export const useRows = (q: string) =>
  useQuery({ queryKey: ['rows', q], queryFn: () => all(reportRows(api, { q, timezone: zone })) })

/** The rows of a ready-made report over a time. */
export const useReady = (name: string, created: string) =>
  useQuery({
    queryKey: ['ready', name, created],
    queryFn: () => all(readyRows(api, name, { created })),
  })

/** Which ready-made reports there are. */
export const useLibrary = () =>
  useQuery({
    queryKey: ['library'],
    queryFn: async () => (await api.reports.library.$get()).json(),
    staleTime: Number.POSITIVE_INFINITY,
  })

export type ReadyReport = NonNullable<ReturnType<typeof useLibrary>['data']>[number]

export const countOf = (row: ReportRow): number => Number(row['occurrences'] ?? 0)
