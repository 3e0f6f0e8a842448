import type { Cell } from '../cell.ts'
import { bucketCell, momentCell } from './created-text.ts'
import type { ReportLook, ReportRow } from './look.ts'
import { type FindTitle, isTitleColumn, uidColumnOf } from './title-columns.ts'

/** Which columns a report prints, and how a row fills them. */
export type Layout = {
  readonly columns: readonly string[]
  cells(row: ReportRow): readonly Cell[]
}

export const rawColumns = [
  'created',
  'audit_event_type',
  'username',
  'ip_address',
  'keeper_version',
  'geo_location',
] as const

const dimensionColumns: Readonly<Record<string, readonly string[]>> = {
  audit_event_type: ['id', 'name', 'category', 'syslog'],
  keeper_version: ['version_id', 'type_name', 'version', 'type_category'],
  device_type: ['type_name', 'type_category'],
  ip_address: ['ip_address', 'city', 'region', 'country_code'],
  geo_location: ['geo_location', 'city', 'region', 'country_code', 'ip_count'],
}

/** A raw report. `columns` are `rawColumns` and what follows them. */
export function rawLayout(columns: readonly string[], findTitle: FindTitle): Layout {
  const cell = (row: ReportRow, column: string): Cell => {
    if (column === 'created') return momentCell(row['created'])
    if (!isTitleColumn(column)) return row[column] ?? ''
    const uid = row[uidColumnOf(column)]
    return uid === undefined ? '' : findTitle(column, String(uid))
  }
  return { columns, cells: (row) => columns.map((column) => cell(row, column)) }
}

function aggregatedColumns({ reportType, aggregate, columns }: ReportLook) {
  const measures = aggregate?.length ? aggregate : ['occurrences']
  const time = reportType === 'span' ? [] : ['created']
  return [...new Set([...measures, ...time, ...(columns ?? [])])]
}

/** A report that counts: the aggregates, when (not for span), then the columns in the order that was asked for. */
export function aggregatedLayout(options: ReportLook, findTitle: FindTitle): Layout {
  const columns = aggregatedColumns(options)
  const zone = options.timezone ?? 'UTC'
  const raw = rawLayout(columns, findTitle)
  const cell = (row: ReportRow, column: string, otherwise: Cell): Cell => {
    if (column === 'created') return bucketCell(row['created'], options.reportType, zone)
    return column.endsWith('_created') ? momentCell(row[column]) : otherwise
  }
  const cells = (row: ReportRow) => {
    const plain = raw.cells(row)
    return columns.map((column, index) => cell(row, column, plain[index] ?? ''))
  }
  return { columns, cells }
}

/** The values of one column, with what is known about each. */
export function dimensionLayout({ columns: [column = ''] = [] }: ReportLook): Layout {
  const columns = dimensionColumns[column] ?? [column]
  return { columns, cells: (row) => columns.map((name) => row[name] ?? '') }
}
