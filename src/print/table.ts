import { cellText, type Document } from './cell.ts'
import { displayWidth } from './display-width.ts'
import { createSpool } from './spool.ts'
import { visible } from './visible.ts'

/** Python's tabulate, which Commander prints with, makes a column at least this much wider than its name. */
const minPadding = 2
const gap = '  '
const number = /^[+-]?(\d+(\.\d*)?|\.\d+)$/

type Measure = {
  readonly name: string
  width: number
  /** What stands before and after the decimal point, if all values are numbers. */
  numeric: boolean
  filled: boolean
  whole: number
  fraction: number
}

const measured = (name: string): Measure => ({
  name,
  width: 0,
  numeric: true,
  filled: false,
  whole: 0,
  fraction: 0,
})

const fractionOf = (text: string) => {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point
}

function measure(column: Measure, text: string): void {
  if (text === '') return
  column.filled = true
  column.width = Math.max(column.width, displayWidth(text))
  if (!number.test(text)) {
    column.numeric = false
    return
  }
  const fraction = fractionOf(text)
  column.fraction = Math.max(column.fraction, fraction)
  column.whole = Math.max(column.whole, text.length - fraction)
}

type Align = { readonly width: number; place(text: string): string }

/** Numbers stand with their decimal points below each other, everything else to the left. */
function alignment({ name, width, numeric, filled, whole, fraction }: Measure): Align {
  const right = numeric && filled
  const full = Math.max(displayWidth(name) + minPadding, right ? whole + fraction : width)
  const pad = (text: string) => ' '.repeat(full - displayWidth(text))
  if (!right) return { width: full, place: (text) => text + pad(text) }
  return {
    width: full,
    place(text) {
      if (!number.test(text)) return pad(text) + text
      const aligned = text + ' '.repeat(fraction - fractionOf(text))
      return pad(aligned) + aligned
    },
  }
}

/**
 * A table in tabulate's "simple" style: names, dashes, values, two spaces between columns, nothing after the last
 * value. Wide tables are never cut. Nothing in a value can break the line or reach the terminal (`visible`).
 */
export async function* printTable({ columns, rows }: Document): AsyncGenerator<string> {
  const measures = columns.map((name) => measured(visible(name)))
  await using spool = createSpool<readonly string[]>()
  for await (const row of rows) {
    const texts = columns.map((_, index) => visible(cellText(row[index] ?? '')).trim())
    for (const [index, column] of measures.entries()) measure(column, texts[index] ?? '')
    await spool.add(texts)
  }
  const aligns = measures.map(alignment)
  const line = (texts: readonly string[]) =>
    `${aligns
      .map(({ place }, index) => place(texts[index] ?? ''))
      .join(gap)
      .trimEnd()}\n`
  yield line(measures.map(({ name }) => name))
  yield `${aligns.map(({ width }) => '-'.repeat(width)).join(gap)}\n`
  for await (const texts of spool.read()) yield line(texts)
}
