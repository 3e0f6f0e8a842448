import { rawColumns } from './layout.ts'
import type { ReportRow } from './look.ts'
import { titleColumns } from './title-columns.ts'

/** Commander's, in its order. */
const commanderColumns = [
  'to_username',
  'from_username',
  'record_uid',
  'shared_folder_uid',
  'node',
  'role_id',
  'team_uid',
  'channel',
  'status',
  'recipient',
  'value',
]

/** Ours, always after Commander's, so that scripts that count columns still find theirs. */
const secretsManagerColumns = ['app_uid', 'device_name', 'device_uid', 'secret_uid']

const withTitles = (column: string) => [column, ...(titleColumns.get(column) ?? [])]

/** Every column that a raw report as fields can have. */
export const allFieldColumns: readonly string[] = [
  ...rawColumns,
  ...commanderColumns.flatMap(withTitles),
  ...secretsManagerColumns,
]

type FieldColumns = {
  /** Takes note of what a row fills. */
  observe(row: ReportRow): void
  columns(): readonly string[]
}

/** Finds the columns of a report as fields: the six fixed ones, then each other one when a row first fills it. */
export function findFieldColumns(): FieldColumns {
  const found = new Set<string>()
  const secretsManager = new Set<string>()
  const fills = (row: ReportRow, column: string) => row[column] !== undefined && row[column] !== ''
  return {
    observe(row) {
      for (const column of commanderColumns) if (fills(row, column)) found.add(column)
      for (const column of secretsManagerColumns) if (fills(row, column)) secretsManager.add(column)
    },
    columns: () => [
      ...rawColumns,
      ...[...found].flatMap(withTitles),
      ...secretsManagerColumns.filter((column) => secretsManager.has(column)),
    ],
  }
}
