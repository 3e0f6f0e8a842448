import { useMemo } from 'react'
import type { ReportRow } from '../../../src/client/reports.ts'
import type { Bar } from '../events/event-data.ts'
import { Nothing } from '../parts/nothing.tsx'
import { StackedBars } from '../parts/stacked-bars.tsx'
import { sentenceOf } from '../parts/trouble.tsx'
import type { Report } from '../report-data.ts'
import { countOf } from '../report-data.ts'
import { ReportBars } from './report-bars.tsx'
import { ReportTable } from './report-table.tsx'
import { type Built, isOverTime } from './report-terms.ts'

/** Every column that a row has: when and by what first, then what was computed. */
export function columnsIn(rows: readonly ReportRow[], { group }: Built): readonly string[] {
  const found = new Set(rows.flatMap((row) => Object.keys(row)))
  const first = ['created', ...group].filter((name) => found.has(name))
  return [...new Set([...first, ...found])]
}

/** How many there were in each hour, day, week or month, all groups together. */
function barsOf(rows: readonly ReportRow[]): readonly Bar[] {
  const bars = new Map<number, number>()
  for (const row of rows) {
    const at = Number(row['created'])
    bars.set(at, (bars.get(at) ?? 0) + countOf(row))
  }
  return [...bars]
    .sort(([a], [b]) => a - b)
    .map(([at, success]) => ({ at, success, denied: 0, failure: 0 }))
}

const nowhere = () => {}

function Chart({ rows, built }: { readonly rows: readonly ReportRow[]; readonly built: Built }) {
  const bars = useMemo(() => barsOf(rows), [rows])
  const [first] = built.group
  const isCounted = rows[0]?.['occurrences'] !== undefined
  if (!isCounted || rows.length < 2) return null
  if (isOverTime(built.type))
    return (
      <div className="panel">
        <StackedBars bars={bars} label={`Counts, a bar for each ${built.type}`} zoom={nowhere} />
      </div>
    )
  return first ? <ReportBars rows={rows} chart={{ x: first, y: 'occurrences' }} /> : null
}

type Props = { readonly report: Report; readonly built: Built }

/** What a question found: a chart where there is one to draw, and always the table with the same numbers. */
export function Result({ report: { rows, cut }, built }: Props) {
  const columns = useMemo(() => columnsIn(rows, built), [rows, built])
  if (rows.length === 0)
    return (
      <Nothing title="No rows">
        <p>Nothing like this is recorded in this time: choose a longer one, or fewer conditions.</p>
      </Nothing>
    )
  return (
    <>
      {cut !== undefined && (
        <p className="query-trouble" role="alert">
          {sentenceOf(cut)} What came until then stands below.
        </p>
      )}
      <Chart rows={rows} built={built} />
      <ReportTable columns={columns} rows={rows} />
    </>
  )
}
