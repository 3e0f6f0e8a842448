import { parse } from 'csv-parse/sync'

export type Row = Readonly<Record<string, unknown>>

/** Where columns of a table begin and end, by the dashes below their names. */
const spansOf = (dashes: string) =>
  [...dashes.matchAll(/-+/g)].map(({ index, 0: found }) => [index, index + found.length] as const)

/** The rows of the first table in a text: names, dashes, rows until a line without anything. */
function tableRows(text: string): readonly Row[] {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => /^-{2,}( {2}-{2,})*\s*$/.test(line))
  if (at < 1) return []
  const spans = spansOf(lines[at] ?? '')
  const cells = (line: string) =>
    spans.map(([from], index) => line.slice(from, spans[index + 1]?.[0]).trim())
  const names = cells(lines[at - 1] ?? '')
  const end = lines.findIndex((line, index) => index > at && line.trim() === '')
  return lines
    .slice(at + 1, end < 0 ? undefined : end)
    .map((line) => Object.fromEntries(cells(line).map((cell, index) => [names[index], cell])))
}

const isCsv = (text: string) => /^\w+(,\w+)+\r?(\n|$)/.test(text)

/** The rows in what was printed, whatever its form: JSON, CSV or the first table. */
export function printedRows(printed: string): readonly Row[] {
  const text = printed.trim()
  if (text.startsWith('[') || text.startsWith('{')) return [JSON.parse(text) as Row[]].flat()
  if (isCsv(text)) return parse(text, { columns: true, relax_column_count: true }) as Row[]
  return tableRows(printed)
}
