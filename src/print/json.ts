import { type Cell, cellJson, type Document } from './cell.ts'
import { visibleJson } from './visible.ts'

/** The row as an object; columns with nothing in them are left out, as in Commander. */
function toObject(columns: readonly string[], row: readonly Cell[]): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [index, name] of columns.entries()) {
    const cell = row[index] ?? ''
    if (cell !== '') object[name] = cellJson(cell)
  }
  return object
}

/** One array of objects, indented by two. */
export async function* printJson({ columns, rows }: Document): AsyncGenerator<string> {
  let before = '[\n'
  for await (const row of rows) {
    const text = visibleJson(JSON.stringify(toObject(columns, row), null, 2))
    yield `${before}  ${text.replaceAll('\n', '\n  ')}`
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

/** One object a line, so that a reader need not wait for the end. */
export async function* printNdjson({ columns, rows }: Document): AsyncGenerator<string> {
  for await (const row of rows) yield `${visibleJson(JSON.stringify(toObject(columns, row)))}\n`
}
