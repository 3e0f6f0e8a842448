import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../kernel/errors.ts'
import type { Cell } from '../engine.ts'
import type { Place } from './place.ts'
import { codeOf } from './trouble.ts'

/** A cluster of ClickHouse servers, as the one that we talk to has it in its configuration. */
export type Cluster = {
  readonly name: string
  readonly database: string
  /** Its shards and their weights: with others, the same row lies elsewhere. */
  readonly shards: string
  /** After so many stretches of the log each shard has had its share. */
  readonly turns: number
  /** How many servers each shard has. */
  readonly replicas: number
  readonly servers: number
}

type Rows = (sql: string, signal: AbortSignal) => Promise<readonly (readonly Cell[])[]>

const lookMs = 10_000
const look = () => AbortSignal.timeout(lookMs)

const failed = (sentence: string) =>
  new Failure('busy', `Reports are answered by ClickHouse, and ${sentence}.`)

/** Names that each server has for its place in the cluster. */
const macros = ['shard', 'replica']

async function demandMacros(rows: Rows): Promise<void> {
  const known = new Set(
    (await rows('select macro from system.macros', look())).map(([name]) => name),
  )
  const missing = macros.filter((name) => !known.has(name))
  if (missing.length === 0) return
  throw failed(
    `the server that --analytics-url names has no macro ${missing.join(' and ')}: name its place in the cluster there`,
  )
}

/** Reads what the server knows of a cluster. Throws `busy` when it knows none of that name, or one that cannot be used. */
export async function clusterOf(
  { name, database }: Pick<Place, 'database'> & { readonly name: string },
  rows: Rows,
): Promise<Cluster> {
  const sql = `select cluster, shard_num, max(shard_weight), count(*) from system.clusters
    group by cluster, shard_num order by cluster, shard_num`
  const known = await rows(sql, look())
  const shards = known.filter(([cluster]) => cluster === name)
  if (shards.length === 0) {
    const names = [...new Set(known.map(([cluster]) => cluster))].join(', ')
    throw failed(
      `the server there has no cluster ${name} (it has ${names || 'none'}): name another one in --analytics-cluster`,
    )
  }
  const counts = shards.map(([, , , count]) => Number(count))
  const [replicas = 0] = counts
  if (counts.some((count) => count !== replicas))
    throw failed(
      `the shards of its cluster ${name} have ${counts.join(', ')} replicas: give each as many`,
    )
  await demandMacros(rows)
  return {
    ...{ name, database, replicas },
    shards: shards.map(([, number, weight]) => `${number}:${weight}`).join(),
    turns: shards.reduce((sum, [, , weight]) => sum + Number(weight), 0),
    servers: replicas * shards.length,
  }
}

/** So much of a cluster as makes other tables of it. */
export const marksOf = ({ name, shards }: Cluster): string => `${name} ${shards}`

/** What makes a statement hold on all servers. */
export const everywhere = (cluster: Cluster | undefined): string =>
  cluster ? ` on cluster '${cluster.name}'` : ''

/** Where the replicas of a table meet in ZooKeeper. Its name begins with the database's. */
export const meetingOf = ({ name }: Cluster, table: string): string =>
  `/clickhouse/tables/keepwatch/${name}/${table}`

/** A batch is the rows of one such stretch of the log, which lie on one shard; so a batch that is sent again gets there, too. */
export const shardRows = 65_536

const isBehind = (error: unknown) => error instanceof Error && codeOf(error) === '289'

const behindMs = 10_000
const againMs = 50

/** Asks again while a replica has not got what others have: it is about to. */
export async function onceCaughtUp<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const until = performance.now() + behindMs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isBehind(error) || performance.now() > until) throw error
      await sleep(againMs)
    }
  }
}
