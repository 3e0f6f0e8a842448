import { setImmediate } from 'node:timers/promises'
import type { Document } from '../../src/print/cell.ts'
import { printCsv } from '../../src/print/csv.ts'
import { printNdjson } from '../../src/print/json.ts'
import { rawColumns, rawLayout } from '../../src/print/report/layout.ts'
import type { Row } from '../../src/reports/columns.ts'
import { write } from '../print.ts'

const printers: Readonly<Record<string, (document: Document) => AsyncIterable<string>>> = {
  NDJSON: printNdjson,
  CSV: printCsv,
}

const megabytes = () => Math.round(process.memoryUsage.rss() / 1_048_576)

/** What the process holds after the first tenth of the rows, and the most that it holds after that. */
function watch(count: number) {
  let rows = 0
  let early = 0
  let most = 0
  return {
    async *through(all: AsyncIterable<Row>) {
      for await (const row of all) {
        rows++
        if (rows % 10_000 === 0) {
          await setImmediate()
          if (rows <= count / 10) early = Math.max(early, megabytes())
          else most = Math.max(most, megabytes())
        }
        yield row
      }
    },
    told: () => `${early} MB in the first tenth, ${most} MB at most after it`,
  }
}

/** Every event as a line, as `audit-report --limit -1` prints it: memory must not grow with the answer. */
export async function exportWhole(rows: () => AsyncIterable<Row>, count: number): Promise<void> {
  const { columns, cells } = rawLayout([...rawColumns, 'message'], () => '')
  for (const [name, print] of Object.entries(printers)) {
    const { through, told } = watch(count)
    async function* lines() {
      for await (const row of through(rows())) yield cells(row)
    }
    const started = performance.now()
    let bytes = 0
    for await (const text of print({ columns, rows: lines() })) bytes += text.length
    const seconds = (performance.now() - started) / 1_000
    write(
      `${name} of ${count} events: ${Math.round(count / seconds)} rows/s, ${Math.round(bytes / 1e6)} MB long; resident ${told()}`,
    )
  }
}
