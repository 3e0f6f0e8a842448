import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReportRow, readyRows, reportRows } from '../../src/client/reports.ts'
import { Failure } from '../../src/kernel/errors.ts'
import type { Watching } from './parts/use-work.ts'
import { api, watchedApi } from './session.ts'
import { zone } from './time.ts'

/** What came of a report: its rows, and why there are not more when only a part came. */
export type Report = { readonly rows: readonly ReportRow[]; readonly cut?: string }

async function all(rows: AsyncIterable<ReportRow>): Promise<Report> {
  const found: ReportRow[] = []
  try {
    for await (const row of rows) found.push(row)
  } catch (error) {
    if (!(error instanceof Failure) || found.length === 0) throw error
    return { rows: found, cut: error.message }
  }
  return { rows: found }
}

/** The rows of a question that is written as text, all of them or none. */
export const useRows = (q: string) =>
  useQuery({
    queryKey: ['rows', q],
    queryFn: async ({ signal }) => {
      const { rows, cut } = await all(reportRows(api, { q, timezone: zone, signal }))
      if (cut !== undefined) throw new Failure('busy', cut)
      return rows
    },
  })

/** The same, for whom a part is better than nothing. */
export const useReport = (q: string) =>
  useQuery({
    queryKey: ['report', q],
    queryFn: ({ signal }) => all(reportRows(api, { q, timezone: zone, signal })),
    placeholderData: keepPreviousData,
  })

/** What the answer of a ready-made report is kept under. */
export const readyKey = (name: string, created: string, record?: string) =>
  ['ready', name, created, record] as const

/** The rows of a ready-made report over a time; those about one record, if it is named. */
export const useReady = (name: string, created: string, record?: string) =>
  useQuery({
    queryKey: readyKey(name, created, record),
    queryFn: ({ signal }) => {
      const asked = { created, ...(record && { record: [record] }) }
      return all(readyRows(api, name, { ...asked, signal }))
    },
  })

/** Which ready-made reports there are. */
export const useLibrary = () =>
  useQuery({
    queryKey: ['library'],
    queryFn: async () => (await api.reports.library.$get()).json(),
    staleTime: Number.POSITIVE_INFINITY,
  })

export type ReadyReport = NonNullable<ReturnType<typeof useLibrary>['data']>[number]

const savedKey = ['saved-reports']

/** Reports under a name, one's own and those of others that are not private. */
export const useSaved = (isWanted = true) =>
  useQuery({
    queryKey: savedKey,
    queryFn: async () => (await api.reports.saved.$get()).json(),
    enabled: isWanted,
  })

export type SavedReport = NonNullable<ReturnType<typeof useSaved>['data']>[number]

type Saving = { readonly name: string; readonly q: string; readonly private: boolean }

export function useSaveReport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ name, q, private: isPrivate }: Saving) => {
      const json = { question: { q, timezone: zone }, private: isPrivate }
      return (await api.reports.saved[':name'].$put({ param: { name }, json })).json()
    },
    onSuccess: () => client.invalidateQueries({ queryKey: savedKey }),
  })
}

export function useRemoveReport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (name: string) =>
      (await api.reports.saved[':name'].$delete({ param: { name } })).json(),
    onSuccess: (_, name) => {
      // The list that is shown next is the known one until the new one is there.
      const others = (known?: SavedReport[]) => known?.filter((report) => report.name !== name)
      client.setQueryData(savedKey, others)
      return client.invalidateQueries({ queryKey: savedKey })
    },
  })
}

/** What a file is asked for. */
export type AskedOfFile =
  | { readonly q: string; readonly timezone: string }
  | { readonly ready: string; readonly created: string }
type Form = 'csv' | 'json' | 'pdf' | 'syslog'

/** A report as a file that the server makes; it stops when it is given up. */
export const reportFile = async (
  asked: AskedOfFile & { readonly format: Form },
  watching: Watching,
): Promise<Blob> => (await watchedApi(watching).reports.files.$post({ json: asked })).blob()

export const countOf = (row: ReportRow): number => Number(row['occurrences'] ?? 0)
