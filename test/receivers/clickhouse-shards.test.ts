import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdbEngine } from '../../src/projection/duckdb/duckdb-engine.ts'
import type { ProjectedLog } from '../support/projected-log.ts'
import { variedEvents } from '../support/varied-events.ts'
import { engineOf } from './support/analytics.ts'
import { type ClickhouseCluster, startCluster } from './support/clickhouse-cluster.ts'
import {
  behind,
  check,
  count,
  countAt,
  layout,
  logOn,
  reportBy,
} from './support/cluster-reports.ts'

/** Reports from four real servers of ClickHouse, two shards of two replicas, over a real ZooKeeper. */

let servers: ClickhouseCluster
let log: ProjectedLog
const at = (member: number) => ({ url: servers.members[member]?.url ?? '', cluster: 'four' })
/** More than lie on one shard. */
const events = 70_000

beforeAll(async () => {
  servers = await startCluster(4, {
    four: [
      [0, 1],
      [2, 3],
    ],
    uneven: [[0, 1], [2]],
  })
  log = await logOn(at(0))
  await log.add(variedEvents(events, 5))
  expect(await count(log)).toBe(events)
})
afterAll(async () => {
  await log.remove()
  await servers.stop()
})

/** How many numbers lie on the shard of a server. */
const heldBy = async (member: number, where = '1') => {
  const { rows } = await behind(at(0).url, 'four')
  const sql = `select count(distinct seq) from ${rows} where ${where}`
  return Number((await servers.members[member]?.ask(sql))?.[0]?.[0])
}

test('rows lie on both, whoever is asked has all of them, and every column is as the log has it', async () => {
  expect(await count(log)).toBe(events)
  for (const member of [0, 1, 2, 3]) expect(await countAt(at(member), log)).toBe(events)
  const days = 'report:day group:audit_event,username,remote_address limit:2000'
  const ours = duckdbEngine(join(log.folder, 'projection'))
  expect(await reportBy(engineOf(at(2)), log, days)).toEqual(await reportBy(ours, log, days))
  expect(await check(at(3), log)).toEqual({ state: 'agrees', rows: events, next: events })
  expect([await heldBy(0), await heldBy(2)]).toEqual([65_536, events - 65_536])
})

test('a batch of either shard that is sent again gets to the same one, and counts once', async () => {
  const { facts } = await behind(at(0).url, 'four')
  const again = (from: number, before: number) =>
    `insert into ${facts} select * from ${facts} where seq >= ${from} and seq < ${before}`
  await behind(at(1).url, 'four', again(100, 900), again(66_000, 67_000))
  expect(await count(log)).toBe(events)
  expect([await heldBy(0), await heldBy(2)]).toEqual([65_536, events - 65_536])
})

test('what retention drops is gone from both shards', async () => {
  await log.store.transaction((tx) => tx.events.prune(66_048))
  expect(await count(log)).toBe(events - 66_048)
  const { rows } = await behind(at(0).url, 'four')
  const left = `select count(*) from ${rows} where seq < 66048 and recorded <> 0`
  for (const member of servers.members) await member.until(left, 0)
  expect(await check(at(1), log)).toMatchObject({ state: 'agrees', rows: events - 66_048 })
})

test('a cluster whose shards have not as many replicas is refused', async () => {
  await expect(engineOf({ ...at(0), cluster: 'uneven' }).openToRead(layout)).rejects.toMatchObject({
    kind: 'busy',
    message: /the shards of its cluster uneven have 2, 1 replicas: give each as many/,
  })
})
