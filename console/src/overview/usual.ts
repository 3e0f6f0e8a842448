import type { ReportRow } from '../../../src/client/reports.ts'
import { countOf } from '../report-data.ts'

const dayS = 86_400
const daysBefore = 7

/** The last 24 hours against the mean of the seven days before, from rows by the hour; undefined when there were none. */
export function againstUsual(rows: readonly ReportRow[], now: number) {
  const since = now / 1000 - dayS
  let recent = 0
  let before = 0
  for (const row of rows) {
    if (Number(row['created']) >= since) recent += countOf(row)
    else before += countOf(row)
  }
  const usual = before / daysBefore
  return { recent, percent: usual === 0 ? undefined : Math.round((recent / usual - 1) * 100) }
}
