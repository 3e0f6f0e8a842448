import type { ColumnSource } from 'hyparquet-writer'
import { eventColumns } from './event-columns.ts'
import { type OutgoingEvent, otherFields } from './outgoing-event.ts'
import type { Unit } from './target.ts'

const own = new Set<string>(eventColumns)
const times: ReadonlySet<string> = new Set(['timestamp', 'recorded_at'])

/** The columns of a file: those of the CSV, numbers and times as what they are, everything else as JSON in the last one. */
function columnsOf(units: readonly Unit[]): ColumnSource[] {
  const events = units.map(({ text }): OutgoingEvent => JSON.parse(text))
  const columns = eventColumns.map((name): ColumnSource => {
    const values = events.map((event) => event[name])
    if (name === 'seq')
      return { name, type: 'INT64', data: values.map((seq) => BigInt(Number(seq))) }
    if (times.has(name))
      return { name, type: 'TIMESTAMP', data: values.map((time) => new Date(String(time))) }
    const texts = values.map((value) => (value === undefined ? null : String(value).toWellFormed()))
    return { name, type: 'STRING', data: texts, nullable: true }
  })
  const fields = events.map((event) => JSON.stringify(otherFields(event, own)))
  return [...columns, { name: 'fields', type: 'STRING', data: fields }]
}

/** A batch whose texts are Keeper JSON as an Apache Parquet file, its pages compressed with Snappy. */
export async function parquetFile(units: readonly Unit[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer')
  return new Uint8Array(parquetWriteBuffer({ columnData: columnsOf(units) }))
}
