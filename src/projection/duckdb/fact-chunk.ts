import type { DuckDBDataChunk, DuckDBType, DuckDBUUIDValue } from '@duckdb/node-api'
import type { Fact } from '../engine.ts'
import { type Layout, uuidFields } from '../layout.ts'

/** DuckDB takes rows in chunks of at most so many. */
export const chunkRows = 2_048

type Item = bigint | number | DuckDBUUIDValue | null

/** Makes chunks of rows; the library is there already. */
export async function factChunks(layout: Layout) {
  const duckdb = await import('@duckdb/node-api')
  const { BIGINT, UUID, INTEGER, DuckDBDataChunk, DuckDBUUIDValue } = duckdb
  const types: readonly DuckDBType[] = [
    ...[BIGINT, BIGINT, BIGINT],
    ...uuidFields.map(() => UUID),
    ...layout.fields.map(() => INTEGER),
  ]
  const uuidOf = (text: string | undefined) =>
    text === undefined ? null : DuckDBUUIDValue.fromUint128(BigInt(`0x${text.replaceAll('-', '')}`))

  /** A chunk of rows whose other columns hold `numbers`. */
  return (facts: readonly Fact[], numbers: readonly Int32Array[]): DuckDBDataChunk => {
    const chunk = DuckDBDataChunk.create(types, facts.length)
    const columns: readonly ArrayLike<Item>[] = [
      facts.map(({ seq }) => BigInt(seq)),
      facts.map(({ time }) => BigInt(time)),
      facts.map(({ recorded }) => BigInt(recorded)),
      ...uuidFields.map((_, at) => facts.map(({ uuids }) => uuidOf(uuids[at]))),
      ...numbers,
    ]
    for (const [at, items] of columns.entries()) {
      const vector = chunk.getColumnVector(at)
      for (let row = 0; row < items.length; row++) vector.setItem(row, items[row] ?? null)
      vector.flush()
    }
    return chunk
  }
}
