import type { ReportRow } from '../../../src/client/reports.ts'
import { countOf } from '../report-data.ts'

const dayS = 86_400
const daysBefore = 7

/**
 * The last 24 hours against the mean of the seven days before, from rows by the hour; `percent` is undefined when there were
 * none. `days` are the counts of those eight days, oldest first.
 */
export function againstUsual(rows: readonly ReportRow[], now: number) {
  const days = Array.from({ length: daysBefore + 1 }, () => 0)
  for (const row of rows) {
    const ago = Math.max(0, Math.floor((now / 1000 - Number(row['created'])) / dayS))
    const at = daysBefore - Math.min(ago, daysBefore)
    days[at] = (days[at] ?? 0) + countOf(row)
  }
  const recent = days.at(-1) ?? 0
  const usual = days.slice(0, -1).reduce((sum, count) => sum + count, 0) / daysBefore
  return {
    recent,
    days,
    percent: usual === 0 ? undefined : Math.round((recent / usual - 1) * 100),
  }
}
