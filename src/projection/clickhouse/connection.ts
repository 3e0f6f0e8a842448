import type { Agent } from 'node:https'
import { Readable } from 'node:stream'
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'
import type { Cell } from '../engine.ts'
import { type NativeColumn, nativeBlock } from './native-block.ts'
import type { Place } from './place.ts'
import { troubleOf } from './trouble.ts'

export type Reached = Place & {
  /** How a server is believed; without one, as the system does. */
  readonly agent?: Agent | undefined
}

type Rows = readonly (readonly Cell[])[]

/** Statements for a ClickHouse. All throw `busy` with what to do when it cannot be talked to. */
export type Connection = {
  /** Whether it is so new that it has the settings of the last years. */
  readonly isCurrent: boolean
  rows(sql: string, signal: AbortSignal): Promise<Rows>
  parts(sql: string, signal: AbortSignal): AsyncIterable<Rows>
  run(statement: string): Promise<void>
  /** Writes rows, all or none of them. */
  insert(table: string, rows: number, columns: readonly NativeColumn[]): Promise<void>
  close(): void
}

const greetingMs = 10_000
/** Longer than any answer may take. */
const requestMs = 90_000
const statementMs = 70_000
const memoryBytes = 2_000_000_000
/** Beyond it, what is grouped or sorted goes to the disk. */
const spillBytes = 1_000_000_000

/** What a question may take, and how it is answered. */
const asking: ClickHouseSettings = {
  max_execution_time: statementMs / 1_000,
  max_memory_usage: String(memoryBytes),
  max_bytes_before_external_group_by: String(spillBytes),
  max_bytes_before_external_sort: String(spillBytes),
  max_query_size: '1000000000',
  output_format_json_quote_64bit_integers: 0,
}

/** The same for one of the last years. Rows that were written twice are alike and lie in one partition, which makes it faster. */
const askingCurrent: ClickHouseSettings = {
  ...asking,
  /** It may change nothing, so it is stopped when we go away. */
  readonly: '2',
  cancel_http_readonly_queries_on_client_close: 1,
  do_not_merge_across_partitions_select_final: 1,
  optimize_move_to_prewhere_if_final: 1,
  use_skip_indexes_if_final: 1,
}

async function opened({ url, database, username, password, agent }: Reached) {
  const { createClient } = await import('@clickhouse/client')
  return createClient({
    ...{ url, database, username, password },
    application: 'keepwatch',
    request_timeout: requestMs,
    max_open_connections: 20,
    ...(agent && { http_agent: agent }),
    log: { level: 127 },
  })
}

const told = (error: unknown): never => {
  throw troubleOf(error)
}

/** Runs a statement that answers nothing. */
const runner = (client: ClickHouseClient) => async (query: string) => {
  await client.command({ query }).catch(told)
}

function reader(client: ClickHouseClient, clickhouse_settings: ClickHouseSettings) {
  return {
    async rows(query: string, abort_signal: AbortSignal): Promise<Rows> {
      try {
        const settings = { ...clickhouse_settings, wait_end_of_query: 1 as const }
        const asked = { query, clickhouse_settings: settings, abort_signal }
        const answer = await client.query({ ...asked, format: 'JSONCompact' })
        return (await answer.json<Cell[]>()).data
      } catch (error) {
        return told(error)
      }
    },
    async *parts(query: string, abort_signal: AbortSignal): AsyncGenerator<Rows> {
      try {
        const asked = { query, clickhouse_settings, abort_signal }
        const answer = await client.query({ ...asked, format: 'JSONEachRow' })
        for await (const rows of answer.stream<Readonly<Record<string, Cell>>>())
          yield rows.map((row) => Object.values(row.json()))
      } catch (error) {
        told(error)
      }
    },
  }
}

function writer(client: ClickHouseClient, clickhouse_settings: ClickHouseSettings) {
  return async (table: string, rows: number, columns: readonly NativeColumn[]) => {
    const names = columns.map(({ name }) => name).join(', ')
    try {
      const { stream } = await client.exec({
        query: `insert into ${table} (${names}) format Native`,
        values: Readable.from([nativeBlock(rows, columns)], { objectMode: false }),
        clickhouse_settings,
      })
      for await (const _ of stream);
    } catch (error) {
      told(error)
    }
  }
}

/** Connects. The library is loaded here and not before. */
export async function connectTo(reached: Reached): Promise<Connection> {
  const client = await opened(reached)
  const close = () => void client.close().catch(() => undefined)
  try {
    const greeting = reader(client, {})
    const signal = AbortSignal.timeout(greetingMs)
    const [[version] = []] = await greeting.rows('select version()', signal)
    const isCurrent = Number.parseInt(String(version), 10) >= 23
    return {
      isCurrent,
      ...reader(client, isCurrent ? askingCurrent : asking),
      run: runner(client),
      // A block that was written before is dropped by its number when it is read, and by nothing else.
      insert: writer(client, { insert_deduplicate: 0, ...(isCurrent && { async_insert: 0 }) }),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}
