import { createHmac } from 'node:crypto'
import type { ReportRow } from '../../client/reports.ts'

/** An event in Commander's JSON export: the names of reports, `timestamp`, and ours so that nothing is counted twice. */
export type ExportedRow = ReportRow & { readonly seq: number; readonly timestamp: string }

const left = new Set(['id', 'created', 'message'])

const secondsText = (seconds: number) =>
  `${new Date(seconds * 1000).toISOString().slice(0, -'.000Z'.length)}Z`

/** The row of a raw report as it is exported: whole seconds in UTC, and no message, as in Commander. */
export function exportedRow(row: ReportRow): ExportedRow {
  const kept = Object.entries(row).filter(([column]) => !left.has(column))
  return {
    seq: Number(row['id']),
    timestamp: secondsText(Number(row['created'])),
    ...Object.fromEntries(kept),
  }
}

const people = ['username', 'email', 'to_username', 'from_username'] as const

/** What stands in the place of a name: the same for the same name, and nothing that could be found by trying names. */
export const pseudonymsUnder = (key: string) => (name: unknown) =>
  `user-${createHmac('sha256', Buffer.from(key, 'base64')).update(String(name).toLowerCase()).digest('hex').slice(0, 24)}`

/**
 * Puts pseudonyms in the place of names, and adds `email`, as Commander does. Addresses stay. The same name has the same
 * pseudonym in every run, and without the key nobody can find out by trying names.
 */
export const anonymizer = (key: string) => {
  const pseudonym = pseudonymsUnder(key)
  return (row: ExportedRow): ExportedRow => {
    const named: Partial<ReportRow> = { email: row['username'] ?? '', ...row }
    const changed = people
      .filter((column) => named[column] !== undefined && named[column] !== '')
      .map((column) => [column, pseudonym(named[column])])
    return { ...row, ...Object.fromEntries(changed) }
  }
}
