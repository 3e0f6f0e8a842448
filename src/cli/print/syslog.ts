import { escaped, facility, mark } from '../../exports/syslog-head.ts'
import { type Cell, cellText, type Document } from '../../print/cell.ts'
import { visible } from '../../print/visible.ts'

/** Informational (RFC 5424 §6.2.1): a report tells what was, it raises no alarm. */
const priority = facility * 8 + 6

/** Columns that have a place of their own in the header or behind it. */
const timeColumn = 'created'
const typeColumn = 'audit_event_type'
const messageColumn = 'message'
const apart: ReadonlySet<string> = new Set([timeColumn, typeColumn, messageColumn])

/** SD-NAME and MSGID: printable ASCII without what ends a name, 32 characters at most. */
const nameText = (text: string) => text.replaceAll(/[^\x21-\x7e]|[="\]]/g, '_').slice(0, 32) || '-'

const parameter = (name: string, cell: Cell) =>
  `${nameText(name)}="${escaped(visible(cellText(cell)))}"`

/** A bucket of a report is no moment, and stands with the other columns. */
const timestamp = (cell: Cell | undefined) =>
  cell instanceof Temporal.Instant ? cell.toString({ smallestUnit: 'second' }) : '-'

function syslogLine(columns: readonly string[], row: readonly Cell[]): string {
  const cells = new Map(columns.map((name, at) => [name, row[at] ?? '']))
  const time = timestamp(cells.get(timeColumn))
  const isApart = (name: string) => apart.has(name) && !(name === timeColumn && time === '-')
  const parameters = [...cells]
    .filter(([name, cell]) => cell !== '' && !isApart(name))
    .map(([name, cell]) => ` ${parameter(name, cell)}`)
  const type = nameText(String(cells.get(typeColumn) ?? ''))
  const message = visible(String(cells.get(messageColumn) ?? '')).toWellFormed()
  const data = `[${mark}${parameters.join('')}]`
  return `<${priority}>1 ${time} - keepwatch - ${type} ${data}${message && ` ${message}`}\n`
}

/** A message of RFC 5424 a row: its time, type and message in their places, the other columns as structured data. */
export async function* printSyslog({ columns, rows }: Document): AsyncGenerator<string> {
  for await (const row of rows) yield syslogLine(columns, row)
}
