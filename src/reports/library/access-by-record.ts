import type { Row } from '../columns.ts'
import { readerOf, readings } from '../readings.ts'
import type { ReadyReport } from '../ready-report.ts'

type Sum = { times: number; first: number; last: number; readonly readers: Set<string> }

const rowOf = (record_uid: string, { times, readers, first, last }: Sum): Row => ({
  record_uid,
  occurrences: times,
  readers: readers.size,
  first_created: first,
  last_created: last,
})

export const accessByRecord: ReadyReport = {
  name: 'access-by-record',
  title: 'Access by record',
  about:
    'How often each record left the vault, in whatever answer, and to how many devices and people.',
  columns: ['record_uid', 'occurrences', 'readers', 'first_created', 'last_created'],
  chart: { kind: 'bars', x: 'record_uid', y: 'occurrences' },
  async *rows(sources, asked) {
    const sums = new Map<string, Sum>()
    for await (const reading of readings(sources, asked)) {
      const { record_uid, times, first, last } = reading
      const sum = sums.get(record_uid) ?? { times: 0, first, last, readers: new Set() }
      sum.times += times
      sum.first = Math.min(sum.first, first)
      sum.last = Math.max(sum.last, last)
      sum.readers.add(readerOf(reading))
      sums.set(record_uid, sum)
    }
    const most = [...sums].sort(([, a], [, b]) => b.times - a.times)
    for (const [record_uid, sum] of most) yield rowOf(record_uid, sum)
  },
}
