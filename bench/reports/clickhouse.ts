import { existsSync } from 'node:fs'
import { connectTo } from '../../src/projection/clickhouse/connection.ts'
import { placeOf } from '../../src/projection/clickhouse/place.ts'
import { tablesOf } from '../../src/projection/clickhouse/tables.ts'
import type { Engine } from '../../src/projection/engine.ts'
import type { Layout } from '../../src/projection/layout.ts'
import { engineOf, startChdb } from '../../test/receivers/support/analytics.ts'
import { chdbFolder } from '../../test/receivers/support/servers.ts'
import { write } from '../print.ts'

/** A ClickHouse that the bench asks beside DuckDB. */
export type Clickhouse = {
  readonly engine: Engine
  /** Says how much its rows take, throws them away, and stops it. */
  end(count: number): Promise<void>
}

async function bytesIn(url: string, layout: Layout): Promise<number> {
  const place = placeOf(url)
  if (!place) throw new Error(`no address of a ClickHouse: ${url}`)
  const connection = await connectTo(place)
  const { facts, dictionary } = tablesOf(layout)
  const sql = `select sum(bytes_on_disk) from system.parts where active and table in ('${facts}', '${dictionary}')`
  const [[bytes] = []] = await connection.rows(sql, AbortSignal.timeout(10_000))
  connection.close()
  return Number(bytes)
}

/** The ClickHouse that the environment names, whose tables are made anew; else the engine that the tests have fetched; or none. */
export async function startedClickhouse(layout: Layout): Promise<Clickhouse | undefined> {
  const given = process.env['KEEPWATCH_ANALYTICS_URL']
  if (!given && !existsSync(chdbFolder)) {
    write(
      'ClickHouse: none (KEEPWATCH_ANALYTICS_URL names one; npm run test:receivers fetches one)',
    )
    return undefined
  }
  const started = given ? undefined : await startChdb()
  const url = given ?? started?.url ?? ''
  const engine = engineOf({ url })
  await engine.remove(layout)
  return {
    engine,
    async end(count) {
      write(`ClickHouse: ${((await bytesIn(url, layout)) / count).toFixed(1)} bytes/event`)
      await engine.remove(layout)
      await started?.stop()
    },
  }
}
