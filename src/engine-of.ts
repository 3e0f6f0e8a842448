import { readFile } from 'node:fs/promises'
import { Agent } from 'node:https'
import type { Config } from './config.ts'
import { invalid } from './kernel/errors.ts'
import { tlsOptions } from './outbound/trust.ts'
import { duckdbEngine, projectionFolder } from './projection/duckdb/duckdb-engine.ts'
import type { Engine } from './projection/engine.ts'
import { soleServer } from './store/sole-server.ts'
import type { Store } from './store/store.ts'

/** Where the columns lie that reports are read from. */
export type EnginePlace = Pick<Config, 'data' | 'analyticsUrl' | 'analyticsCa' | 'analyticsCluster'>

async function authorities(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw invalid(`--analytics-ca: ${file} cannot be read`, { cause })
  })
}

/** How the server behind the address is believed; nothing to say of one that is not asked by TLS. */
async function agentFor({ analyticsUrl, analyticsCa }: EnginePlace): Promise<Agent | undefined> {
  if (!analyticsUrl?.url.startsWith('https:')) return undefined
  const ca = analyticsCa === undefined ? undefined : await authorities(analyticsCa)
  return new Agent({ ...tlsOptions({ ca }), keepAlive: true, maxSockets: 20 })
}

const reading = { isUs: async () => false, leave: async () => {} }

/**
 * What answers reports: columns of this server's own, or those in the ClickHouse that the configuration names, whose driver is
 * not loaded otherwise. Without a store they can only be read.
 */
export async function engineOf(
  place: EnginePlace,
  store?: Pick<Store, 'servers' | 'uid' | 'read' | 'transaction'>,
): Promise<Engine> {
  const { data, analyticsUrl, analyticsCluster: cluster } = place
  if (!analyticsUrl) return duckdbEngine(projectionFolder(data))
  const { clickhouseEngine } = await import('./projection/clickhouse/clickhouse-engine.ts')
  const agent = await agentFor(place)
  const sole = (work: string) => (store ? soleServer(store, work) : reading)
  return clickhouseEngine({ reached: { ...analyticsUrl, agent, cluster }, sole })
}
