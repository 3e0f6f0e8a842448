import type { Scalar } from '../kernel/canonical-json.ts'
import { Failure } from '../kernel/errors.ts'
import { type ApiClient, kindOf } from './api.ts'
import { textLines } from './text-lines.ts'

/** One line of a report: flat, keyed by column, with nothing where there is no value. */
export type ReportRow = Readonly<Record<string, Scalar>>

type Query = Parameters<ApiClient['reports']['query']['$post']>[0]['json']

/** What gives a question up; the server stops then, too. */
type Stopped = { readonly signal?: AbortSignal }

const stoppedBy = (signal: AbortSignal | undefined) => (signal ? { init: { signal } } : {})

/** The server's last words: what it read so far is not all. */
function partOnly([kind, sentence]: readonly unknown[], rows: number): Failure {
  const before = rows > 0 ? ` The ${rows} rows that came before are only a part of the answer.` : ''
  return new Failure(kindOf(kind), `${sentence}${before}`)
}

function readRow(line: string): ReportRow | readonly unknown[] {
  try {
    return JSON.parse(line) as ReportRow | readonly unknown[]
  } catch (cause) {
    throw new Failure('rejected', 'the report was cut in the middle of a line: ask again', {
      cause,
    })
  }
}

async function* rows(body: ReadableStream<Uint8Array>): AsyncGenerator<ReportRow> {
  let count = 0
  try {
    for await (const line of textLines(body)) {
      const row = readRow(line)
      if (Array.isArray(row)) throw partOnly(row, count)
      count++
      yield row as ReportRow
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    throw new Failure('rejected', 'the server ended the report before its end: ask again', {
      cause,
    })
  }
}

/**
 * Asks for a report; rows come as the server finds them. Throws the server's own Failure when it refuses, and `rejected`
 * in the middle when the rest does not come, so that whoever reached the end has everything. What the server could only answer in
 * part ends with its sentence.
 */
export async function* reportRows(
  api: ApiClient,
  { signal, ...json }: Query & Stopped,
): AsyncGenerator<ReportRow> {
  const { body } = await api.reports.query.$post({ json }, stoppedBy(signal))
  if (body) yield* rows(body)
}

type ReadyQuery = Parameters<ApiClient['reports']['library'][':name']['$post']>[0]['json']

/** Asks for a ready-made report; its rows come as those of any other. */
export async function* readyRows(
  api: ApiClient,
  name: string,
  { signal, ...json }: ReadyQuery & Stopped,
): AsyncGenerator<ReportRow> {
  const asked = { param: { name }, json }
  const { body } = await api.reports.library[':name'].$post(asked, stoppedBy(signal))
  if (body) yield* rows(body)
}
