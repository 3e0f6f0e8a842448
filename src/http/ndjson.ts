import type { Failure } from '../kernel/errors.ts'
import type { Row } from '../reports/columns.ts'

/** Rows as they travel: one JSON object a line. */
export const ndjsonType = 'application/x-ndjson'

const chunkCharacters = 16_384

/** Many lines a chunk. What was read before something went wrong is sent before that is told. */
export async function* ndjson(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let chunk = ''
  try {
    for await (const row of rows) {
      chunk += `${JSON.stringify(row)}\n`
      if (chunk.length < chunkCharacters) continue
      const full = chunk
      chunk = ''
      yield full
    }
  } catch (error) {
    if (chunk !== '') yield chunk
    throw error
  }
  yield chunk
}

/** The last line of an answer that could not be given whole: no row, which is an object, but an array of kind and sentence. */
export const troubleLine = ({ kind, message }: Failure): string =>
  `${JSON.stringify([kind, message])}\n`
