import { UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { ReportRow } from '../../../src/client/reports.ts'
import type { Scalar } from '../../../src/kernel/canonical-json.ts'
import { conditionOf } from '../events/time-term.ts'
import { pageOf } from '../subject/subjects.ts'
import { inUtc } from '../time.ts'
import { cellText, columnTitle, momentIn } from './cell-text.ts'

/** How a query calls what a report's column shows. */
const fieldOf: Readonly<Record<string, string>> = {
  device_name: 'device',
  device_uid: 'device',
  app_uid: 'app',
  record_uid: 'record',
  username: 'user',
  ip_address: 'address',
  audit_event_type: 'event',
  ...{ device: 'device', app: 'app', record: 'record', user: 'user', address: 'address' },
  ...{ event: 'event', outcome: 'outcome', category: 'category', severity: 'severity' },
}

type CellProps = { readonly column: string; readonly value: Scalar | undefined }

const Cell = ({ column, value }: CellProps) => {
  const moment = momentIn(column, value)
  const field = fieldOf[column]
  const page = value === undefined ? undefined : pageOf(column, String(value))
  const text = cellText(column, value)
  const isNumber = typeof value === 'number' || moment !== undefined
  return (
    <td className={isNumber ? 'number' : undefined} title={moment && inUtc(moment)}>
      {page ? (
        <Link {...page}>{text}</Link>
      ) : field && text ? (
        <Link to="/events" search={{ q: `last:30d ${conditionOf(field, String(value))}` }}>
          {text}
        </Link>
      ) : (
        text
      )}
    </td>
  )
}

type Sorting = { readonly column: string; readonly direction: 'ascending' | 'descending' }

const compare = (a: Scalar | undefined, b: Scalar | undefined) =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a ?? '').localeCompare(String(b ?? ''))

function sorted(rows: readonly ReportRow[], sorting: Sorting | undefined) {
  if (!sorting) return rows
  const { column, direction } = sorting
  const sign = direction === 'ascending' ? 1 : -1
  return rows.toSorted((a, b) => sign * compare(a[column], b[column]))
}

const mostShown = 1_000

type Props = { readonly columns: readonly string[]; readonly rows: readonly ReportRow[] }

/** The rows of a report; a click on a column's title sorts by it, a click on a value leads to its events. */
export function ReportTable({ columns, rows }: Props) {
  const [sorting, setSorting] = useState<Sorting>()
  const shown = useMemo(() => sorted(rows, sorting).slice(0, mostShown), [rows, sorting])
  const turn = (column: string) =>
    setSorting({
      column,
      direction:
        sorting?.column === column && sorting.direction === 'descending'
          ? 'ascending'
          : 'descending',
    })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-frame" tabIndex={0} aria-label="Rows">
      <table className="plain-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} aria-sort={sorting?.column === column ? sorting.direction : 'none'}>
                <UnstyledButton onClick={() => turn(column)}>{columnTitle(column)}</UnstyledButton>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a report have no name of their own
            <tr key={at}>
              {columns.map((column) => (
                <Cell key={column} column={column} value={row[column]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > mostShown && (
        <p className="soft table-cut">
          {mostShown.toLocaleString()} of {rows.length.toLocaleString()} rows are shown: the files
          have them all.
        </p>
      )}
    </section>
  )
}
