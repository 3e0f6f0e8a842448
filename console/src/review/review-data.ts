import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReportRow } from '../../../src/client/reports.ts'
import { csvOf, saveFile } from '../reports/save-file.ts'
import { api } from '../session.ts'

/** What a reviewer says of one line. */
export type Decision = 'keep' | 'remove'

/** Decisions by what tells a line from another. */
export type Decisions = Readonly<Record<string, Decision>>

/** The report that a review goes through line by line. */
export const reviewed = [
  'access-drift',
  'new-edges',
  'new-actors',
  'least-grant',
  'unused-secrets',
  'access-by-device',
] as const

/** What tells a line from another: what it is about, not how often or when. */
export const lineOf = (columns: readonly string[], row: ReportRow): string =>
  columns
    .filter((column) => /(_uid|username|kind|change|advice)$/.test(column))
    .map((column) => String(row[column] ?? ''))
    .join(' ')

const hex = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** The SHA-256 of a file, as `sha256sum` prints it. */
export const digestOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  hex(await crypto.subtle.digest('SHA-256', bytes))

export type Review = {
  readonly report: string
  readonly created: string
  readonly columns: readonly string[]
  readonly rows: readonly ReportRow[]
  readonly decisions: Decisions
  readonly note: string
}

const decided = ({ decisions }: Review, decision: Decision) =>
  Object.values(decisions).filter((one) => one === decision).length

/** The file that is signed: the report as it stood, with what was decided of each line. */
function fileOf({ columns, rows, decisions }: Review): string {
  const said = rows.map((row) => ({ decision: decisions[lineOf(columns, row)] ?? '', ...row }))
  return csvOf(['decision', ...columns], said)
}

/** Puts the review on the record with the digest of its file, and then gives the file to the reviewer: it is kept nowhere else. */
export function useSignOff() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (review: Review) => {
      const text = fileOf(review)
      const digest = await digestOf(new TextEncoder().encode(text))
      const counts = `${decided(review, 'keep')} to keep, ${decided(review, 'remove')} to remove`
      const json = { report: review.report, digest, detail: `${review.note.trim()} (${counts})` }
      await api.reports['sign-offs'].$post({ json })
      const name = `review-${review.report}-${new Date().toISOString().slice(0, 10)}.csv`
      saveFile(name, 'text/csv', text)
      return { name, digest }
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['events'] }),
  })
}
