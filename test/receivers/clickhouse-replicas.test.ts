import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { untilActive } from '../../src/projection/clickhouse/telling.ts'
import { agree } from '../support/oracle.ts'
import type { ProjectedLog } from '../support/projected-log.ts'
import { variedEvents } from '../support/varied-events.ts'
import { engineOf } from './support/analytics.ts'
import { type ClickhouseCluster, type Member, startCluster } from './support/clickhouse-cluster.ts'
import {
  behind,
  check,
  count,
  countAt,
  layout,
  logOn,
  onConnection,
  one,
} from './support/cluster-reports.ts'
import { losingAnswers } from './support/losing-answers.ts'

/**
 * Reports from three real servers of ClickHouse that are replicas of one another, over a real ZooKeeper: they die and come back, batches are
 * sent twice, and what is dropped is gone from all of them.
 */

const forgotten =
  '{"audit_event":"person_forgotten","timestamp":"2026-11-27T12:00:00.000Z","recorded_at":"2026-11-27T12:00:00.000Z"}'
const seed = Date.now() % 2 ** 31

let servers: ClickhouseCluster
let members: readonly [Member, Member, Member]
let log: ProjectedLog
let tables: Awaited<ReturnType<typeof behind>>
const at = (member: Member) => ({ url: member.url, cluster: 'three' })

beforeAll(async () => {
  servers = await startCluster(3, { three: [[0, 1, 2]], pair: [[0, 1]] })
  const [first, second, third] = servers.members
  if (!first || !second || !third) throw new Error('three servers')
  members = [first, second, third]
})
afterAll(() => servers.stop())

beforeEach(async () => {
  const [first] = members
  await engineOf(at(first)).remove(layout)
  log = await logOn(at(first))
  await log.add(variedEvents(2_000, 5))
  tables = await behind(first.url, 'three')
})
afterEach(() => log.remove())

/** Waits until a replica has the rows from `first` on, and nothing else, and nothing to catch up with. */
async function untilAlike(member: Member, rows: number, first = 0): Promise<void> {
  await member.until(`select min(seq) from ${tables.rows}`, first)
  await member.until(`select count(*) from ${tables.rows} final`, rows)
  await member.until(
    'select sum(queue_size) + sum(is_readonly) + sum(absolute_delay) from system.replicas',
    0,
  )
}

/** Waits until the cluster has noticed how many are there. */
const untilThere = async (servers: number, { rows, dictionary } = tables) => {
  const names = [rows, dictionary].map((table) => `'${table.split('.')[1]}'`)
  const sql = `select min(active_replicas) = ${servers} and max(active_replicas) = ${servers}
    from system.replicas where table in (${names.join(', ')})`
  await members[0].until(sql, 1)
}

/** Does something while a server is away, which is started again afterwards. */
async function without(
  { program }: Member,
  signal: 'SIGKILL' | 'SIGTERM',
  work: () => Promise<void>,
) {
  await program.kill(signal)
  try {
    await work()
  } finally {
    await program.restart()
  }
}

test('random questions are answered exactly', async () => {
  await engineOf(at(members[0])).remove(layout)
  await agree({ events: 2_500, questions: 60, seed, engine: engineOf(at(members[0])) }).catch(
    (cause: unknown) => {
      throw new Error(`seed ${seed}`, { cause })
    },
  )
})

test('whatever replica is asked next has all that was acknowledged', async () => {
  for (let n = 1; n <= 10; n++) {
    await log.add(one({ device_name: 'the new one' }))
    expect(await count(log, '"the new one"')).toBe(n)
    for (const member of members) expect(await countAt(at(member), log, '"the new one"')).toBe(n)
  }
  expect(await check(at(members[2]), log)).toEqual({ state: 'agrees', rows: 2_010, next: 2_010 })
})

test('a batch that is sent again, because its answer was lost, counts once everywhere', async () => {
  const line = await losingAnswers(members[0].url, tables.facts)
  const cut = await logOn({ url: line.url, cluster: 'three' })
  try {
    await cut.add(variedEvents(1_500, 8))
    await expect(count(cut)).rejects.toMatchObject({ kind: 'busy' })
    expect(line.lost()).toBe(1)
    expect(await count(cut)).toBe(1_500)
    for (const { url } of members) await behind(url, 'three', 'system stop merges')
    await behind(
      members[1].url,
      'three',
      `insert into ${tables.facts} select * from ${tables.facts} where seq >= 100 and seq < 900`,
    )
    for (const member of members) {
      await untilAlike(member, 1_500)
      expect(await member.ask(`select count(*) from ${tables.rows}`)).not.toEqual([[1_500]])
      expect(await countAt(at(member), cut)).toBe(1_500)
    }
  } finally {
    for (const { url } of members) await behind(url, 'three', 'system start merges')
    await cut.remove()
    line.close()
  }
})

test('while one of three is away reports go on, and it has everything when it is back', async () => {
  expect(await count(log)).toBe(2_000)
  await without(members[2], 'SIGKILL', async () => {
    await log.add(variedEvents(500, 6))
    expect(await count(log)).toBe(2_500)
    expect(await countAt(at(members[1]), log)).toBe(2_500)
    await log.add(variedEvents(500, 7))
    expect(await count(log)).toBe(3_000)
  })
  await untilAlike(members[2], 3_000)
  expect(await countAt(at(members[2]), log)).toBe(3_000)
  expect(await check(at(members[2]), log)).toEqual({ state: 'agrees', rows: 3_000, next: 3_000 })
})

test('tables are made while one of three is away, and it has them, and everything, when it is back', async () => {
  await without(members[2], 'SIGTERM', async () => expect(await count(log)).toBe(2_000))
  await members[2].until(`select count(*) from system.tables where name like 'keepwatch%'`, 3)
  await untilAlike(members[2], 2_000)
  expect(await check(at(members[2]), log)).toEqual({ state: 'agrees', rows: 2_000, next: 2_000 })
})

test('rows wait for those that have the tables and are about to be there, and then none is refused', async () => {
  const on = { url: members[0].url, cluster: 'pair' }
  const pair = await logOn(on)
  try {
    await pair.add(variedEvents(1_000, 5))
    expect(await count(pair)).toBe(1_000)
    await without(members[1], 'SIGTERM', async () => untilThere(1, await behind(on.url, 'pair')))
    await onConnection(on, (connection) => untilActive(connection, layout))
    await pair.add(variedEvents(200, 6))
    expect(await count(pair)).toBe(1_200)
  } finally {
    await pair.remove()
    await engineOf(on).remove(layout)
  }
})

test('while one of two is away, nothing that could be lost is taken in, and the answer says so', async () => {
  const on = { url: members[0].url, cluster: 'pair' }
  const pair = await logOn(on)
  try {
    await pair.add(variedEvents(1_000, 5))
    expect(await count(pair)).toBe(1_000)
    await without(members[1], 'SIGTERM', async () => {
      expect(await count(pair)).toBe(1_000)
      await untilThere(1, await behind(on.url, 'pair'))
      await pair.add(variedEvents(200, 6))
      await expect(count(pair)).rejects.toMatchObject({
        kind: 'busy',
        message: /fewer than two replicas of a shard are there: start those that are away/,
      })
    })
    await untilThere(2, await behind(on.url, 'pair'))
    expect(await count(pair)).toBe(1_200)
    expect(await check({ ...on, url: members[1].url }, pair)).toMatchObject({
      state: 'agrees',
      rows: 1_200,
    })
  } finally {
    await pair.remove()
    await engineOf(on).remove(layout)
  }
})

test('what retention drops is gone from every replica, with the values that nothing else had', async () => {
  const values = `select count(*) from ${tables.dictionary} where value = '"the old one"'`
  await log.add(one({ device_name: 'the old one' }))
  await log.add(variedEvents(300, 6))
  await log.add(one({ device_name: 'a newer one' }))
  expect(await count(log, '"the old one"')).toBe(1)
  for (const member of members) await member.until(values, 1)
  await log.store.transaction((tx) => tx.events.prune(2_048))
  expect(await count(log)).toBe(2_302 - 2_048)
  await log.add(one({ device_name: 'the new one' }))
  expect(await count(log)).toBe(2_303 - 2_048)
  expect(await check(at(members[0]), log)).toMatchObject({ state: 'agrees', rows: 2_303 - 2_048 })
  for (const member of members) {
    await untilAlike(member, 2_303 - 2_048, 2_048)
    expect(await member.ask(values)).toEqual([[0]])
    expect(await countAt(at(member), log, '"the new one"')).toBe(1)
  }
})

test('a replica that was away drops it when it is back', async () => {
  expect(await count(log)).toBe(2_000)
  await without(members[2], 'SIGTERM', async () => {
    await untilThere(2)
    await log.store.transaction((tx) => tx.events.prune(1_792))
    expect(await count(log)).toBe(2_000 - 1_792)
    await log.add(variedEvents(1, 1))
    expect(await count(log)).toBe(2_001 - 1_792)
  })
  await untilAlike(members[2], 2_001 - 1_792, 1_792)
})

test('a person who is forgotten is on no server, and in no answer', async () => {
  await log.add(one({ username: 'zoe@example.com' }))
  expect(await count(log, 'user:zoe@example.com')).toBe(1)
  await log.store.transaction(async (tx) => {
    await tx.personal.erase('zoe@example.com')
    await tx.events.append(forgotten)
  })
  for (const member of members) {
    expect(await count(log, 'user:zoe@example.com')).toBe(0)
    expect(await countAt(at(member), log, 'user:zoe@example.com')).toBe(0)
    const sql = `select count(*) from ${tables.dictionary} where value like '%zoe@%'`
    expect(await member.ask(sql)).toEqual([[0]])
  }
})

test('tables that are made anew, or that another version has left, go from all servers', async () => {
  const left = ['facts', 'rows', 'dictionary'].map(
    (kind) => `keepwatch_cluster_${kind}_0123456789ab`,
  )
  const make = (table: string) =>
    `create table default.${table} on cluster 'three' (a Int64) engine = MergeTree order by a`
  await behind(members[0].url, 'three', ...left.map(make))
  expect(await count(log)).toBe(2_000)
  for (const member of members) {
    const names = (await member.ask('show tables')).map(([name]) => `default.${name}`)
    expect(names.toSorted()).toEqual(Object.values(tables).toSorted())
  }
  await engineOf(at(members[0])).remove(layout)
  for (const member of members) expect(await member.ask('show tables')).toEqual([])
})

test('a cluster that the server does not know is told, with those that it knows', async () => {
  const on = { url: members[0].url, cluster: 'thrice' }
  await expect(engineOf(on).openToRead(layout)).rejects.toMatchObject({
    kind: 'busy',
    message:
      'Reports are answered by ClickHouse, and the server there has no cluster thrice (it has pair, three): name another one in --analytics-cluster.',
  })
})
