import type { Agent } from 'node:https'
import { Readable } from 'node:stream'
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'
import type { Cell } from '../engine.ts'
import { type Cluster, clusterOf, onceCaughtUp } from './cluster.ts'
import { type NativeColumn, nativeBlock } from './native-block.ts'
import type { Place } from './place.ts'
import { type Kind, readingSettings, tellingSettings, writingSettings } from './settings.ts'
import { troubleOf } from './trouble.ts'

export type Reached = Place & {
  /** How a server is believed; without one, as the system does. */
  readonly agent?: Agent | undefined
  /** The cluster on which the tables are to lie; without one, on the server itself. */
  readonly cluster?: string | undefined
}

type Rows = readonly (readonly Cell[])[]

/** A table, and how many servers have each of its rows. */
export type Target = { readonly table: string; readonly copies: number }

/** Statements for a ClickHouse. All throw `busy` with what to do when it cannot be talked to. */
export type Connection = {
  /** Whether it is so new that it has the settings of the last years. */
  readonly isCurrent: boolean
  readonly cluster: Cluster | undefined
  rows(sql: string, signal: AbortSignal): Promise<Rows>
  parts(sql: string, signal: AbortSignal): AsyncIterable<Rows>
  run(statement: string): Promise<void>
  /** Writes rows, all or none of them. */
  insert(into: Target, rows: number, columns: readonly NativeColumn[]): Promise<void>
  close(): void
}

const greetingMs = 10_000
/** Longer than any answer may take. */
const requestMs = 90_000
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
const runner =
  (client: ClickHouseClient, clickhouse_settings: ClickHouseSettings) => async (query: string) => {
    await client.command({ query, clickhouse_settings }).catch(told)
  }

function reader(client: ClickHouseClient, clickhouse_settings: ClickHouseSettings) {
  return {
    async rows(query: string, abort_signal: AbortSignal): Promise<Rows> {
      try {
        const settings = { ...clickhouse_settings, wait_end_of_query: 1 as const }
        const asked = { query, clickhouse_settings: settings, abort_signal }
        const answer = await onceCaughtUp(() => client.query({ ...asked, format: 'JSONCompact' }))
        return (await answer.json<Cell[]>()).data
      } catch (error) {
        return told(error)
      }
    },
    async *parts(query: string, abort_signal: AbortSignal): AsyncGenerator<Rows> {
      try {
        const asked = { query, clickhouse_settings, abort_signal }
        const answer = await onceCaughtUp(() => client.query({ ...asked, format: 'JSONEachRow' }))
        for await (const rows of answer.stream<Readonly<Record<string, Cell>>>())
          yield rows.map((row) => Object.values(row.json()))
      } catch (error) {
        told(error)
      }
    },
  }
}

function writer(client: ClickHouseClient, kind: Kind): Connection['insert'] {
  return async ({ table, copies }, rows, columns) => {
    const names = columns.map(({ name }) => name).join(', ')
    try {
      const { stream } = await client.exec({
        query: `insert into ${table} (${names}) format Native`,
        values: Readable.from([nativeBlock(rows, columns)], { objectMode: false }),
        clickhouse_settings: writingSettings(kind, copies),
      })
      for await (const _ of stream);
    } catch (error) {
      told(error)
    }
  }
}

/** Whether a server has the settings of the last years, and what it knows of the cluster. */
async function greeted({ database, cluster: name }: Reached, client: ClickHouseClient) {
  const { rows } = reader(client, {})
  const [[version] = []] = await rows('select version()', AbortSignal.timeout(greetingMs))
  return {
    isCurrent: Number.parseInt(String(version), 10) >= 23,
    cluster: name === undefined ? undefined : await clusterOf({ name, database }, rows),
  }
}

/** Connects. The library is loaded here and not before. Throws `busy` also when the server does not know the cluster. */
export async function connectTo(reached: Reached): Promise<Connection> {
  const client = await opened(reached)
  const close = () => void client.close().catch(() => undefined)
  try {
    const { isCurrent, cluster } = await greeted(reached, client)
    const kind: Kind = { isCurrent, isCluster: cluster !== undefined }
    return {
      isCurrent,
      cluster,
      ...reader(client, readingSettings(kind)),
      run: runner(client, tellingSettings(kind)),
      insert: writer(client, kind),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}
