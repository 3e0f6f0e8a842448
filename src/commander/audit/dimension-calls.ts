import { z } from 'zod'
import type { Row } from '../../reports/columns.ts'
import type { OfPerson } from '../house.ts'
import { type JsonCommand, readJson } from '../json-command.ts'
import { numberOf } from './numbers.ts'
import { rowsOf } from './report-calls.ts'
import { templateNames } from './templates.ts'

const dimensionShape = z.looseObject({
  report_type: z.string().optional(),
  columns: z.array(z.string()).min(1).max(16),
})

/** What Commander wants to know of values beside what our dimensions tell: numbers to filter by. */
const numbered: Readonly<Record<string, (row: Row) => object>> = {
  audit_event_type: (row) => ({ id: numberOf(String(row['name'])), ...row }),
  keeper_version: ({ version_id, type_name, ...row }) => ({
    ...row,
    version_id: numberOf(String(version_id)),
    type_id: numberOf(String(type_name)),
    type_name,
  }),
  ip_address: (row) => row,
}

const plainValue = (column: string) => (row: Row) => row[column]

async function valuesOf(asked: OfPerson, column: string): Promise<readonly unknown[]> {
  const rows = await rowsOf(asked, { report_type: 'dim', columns: [column], limit: -1 })
  const values: unknown[] = []
  const told = numbered[column] ?? plainValue(column)
  for await (const row of rows) values.push(told(row))
  return values
}

/**
 * What values a column has. Before its first report Commander asks for the types of events alone, to make sentences from their
 * templates: it gets templates that print the sentence which is in every row, because ours depend on more than one template can say.
 */
export const auditDimensions: JsonCommand = async (asked, request) => {
  const { report_type, columns } = readJson(dimensionShape, request)
  if (report_type === undefined && columns.join() === 'audit_event_type')
    return { dimensions: { audit_event_type: templateNames(asked.house.catalog) } }
  const dimensions: Record<string, readonly unknown[]> = {}
  for (const column of columns) dimensions[column] = await valuesOf(asked, column)
  return { dimensions }
}
