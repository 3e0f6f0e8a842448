import type { Environment } from './environment.ts'
import type { GlobalOptions } from './global-options.ts'

/** Shows on a terminal, and nowhere else, how far long work is: `label 42 %`, in one line. `end` clears it. */
export function progressLine(label: string, { quiet }: GlobalOptions, { stderr }: Environment) {
  if (quiet || !stderr.isTTY) return { show: () => {}, end: () => {} }
  let shown = ''
  return {
    show(done: number, of: number) {
      const line = `${label} ${of > 0 ? Math.floor((100 * done) / of) : 0} %`
      if (line !== shown) stderr.write(`\r${line}`)
      shown = line
    },
    end: () => stderr.write(`\r${' '.repeat(shown.length)}\r`),
  }
}

/** So often a count is shown anew. */
const everyRows = 1_000

const number = new Intl.NumberFormat('en-US')

/**
 * Shows on a terminal how many rows have come so far: `12,000 rows`. Nothing is shown where the rows themselves go to
 * the terminal as they come.
 */
export async function* countedRows<Row>(
  rows: AsyncIterable<Row>,
  { quiet, output, format }: GlobalOptions,
  { stderr, stdout }: Environment,
): AsyncGenerator<Row> {
  const isPrintedAsItComes = format !== 'table' && output === undefined && stdout.isTTY
  if (quiet || !stderr.isTTY || isPrintedAsItComes) {
    yield* rows
    return
  }
  let count = 0
  let shown = ''
  try {
    for await (const row of rows) {
      count++
      if (count % everyRows === 0) {
        shown = `${number.format(count)} rows`
        stderr.write(`\r${shown}`)
      }
      yield row
    }
  } finally {
    if (shown !== '') stderr.write(`\r${' '.repeat(shown.length)}\r`)
  }
}
