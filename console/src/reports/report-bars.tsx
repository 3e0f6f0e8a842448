import type { ReportRow } from '../../../src/client/reports.ts'
import { cellText } from './cell-text.ts'

const mostBars = 10

type Props = {
  readonly rows: readonly ReportRow[]
  readonly chart: { readonly x: string; readonly y: string }
}

/** The largest values of a report as bars; the table below has the same numbers. */
export function ReportBars({ rows, chart: { x, y } }: Props) {
  const sums = new Map<string, number>()
  for (const row of rows) {
    const name = cellText(x, row[x]) || '(none)'
    sums.set(name, (sums.get(name) ?? 0) + Number(row[y] ?? 0))
  }
  const largest = [...sums].sort(([, a], [, b]) => b - a).slice(0, mostBars)
  const most = Math.max(1, ...largest.map(([, sum]) => sum))
  return (
    <ol className="top panel report-bars">
      {largest.map(([name, sum]) => (
        <li key={name}>
          <span>{name}</span>
          <span className="number">{sum.toLocaleString()}</span>
          <span className="top-bar" style={{ width: `${Math.max(0.5, (100 * sum) / most)}%` }} />
        </li>
      ))}
    </ol>
  )
}
