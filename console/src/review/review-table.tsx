import { SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReportRow } from '../../../src/client/reports.ts'
import { useTitles } from '../exposure/exposure-data.ts'
import { TableFrame } from '../parts/table-frame.tsx'
import { cellText, columnTitle, momentIn } from '../reports/cell-text.ts'
import { pageOf } from '../subject/subjects.ts'
import { inUtc } from '../time.ts'
import { type Decision, type Decisions, lineOf } from './review-data.ts'

type CellProps = { readonly column: string; readonly row: ReportRow }

const Cell = ({ column, row }: CellProps) => {
  const titles = useTitles()
  const value = row[column]
  const moment = momentIn(column, value)
  const page = value === undefined ? undefined : pageOf(column, String(value))
  const text = cellText(column, value)
  return (
    <td title={moment && inUtc(moment)}>
      {page ? <Link {...page}>{titles?.get(String(value)) ?? text}</Link> : text}
    </td>
  )
}

export type TableProps = {
  readonly columns: readonly string[]
  readonly rows: readonly ReportRow[]
  readonly decisions: Decisions
  readonly decide: (line: string, decision: Decision) => void
}

const choices = [
  { value: 'keep', label: 'Keep' },
  { value: 'remove', label: 'Remove' },
]

/** A page of lines, with what is decided of each. */
export const ReviewTable = ({ columns, rows, decisions, decide }: TableProps) => (
  <TableFrame label="To decide" titles={['Decision', ...columns.map(columnTitle)]}>
    {rows.map((row) => {
      const line = lineOf(columns, row)
      const decision = decisions[line]
      return (
        <tr key={line} data-decision={decision}>
          <td>
            <SegmentedControl
              size="xs"
              aria-label={`What is decided of ${line}`}
              data={choices}
              // Nothing is chosen until somebody has.
              value={decision ?? ''}
              onChange={(value) => decide(line, value === 'keep' ? 'keep' : 'remove')}
            />
          </td>
          {columns.map((column) => (
            <Cell key={column} column={column} row={row} />
          ))}
        </tr>
      )
    })}
  </TableFrame>
)
