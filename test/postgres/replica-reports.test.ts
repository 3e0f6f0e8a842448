import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Running, serve } from '../../src/serve.ts'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { addWriter, writerToken } from '../faults/support/writer.ts'
import { type Cluster, startCluster, startStandby } from './cluster.ts'
import { withClient } from './place.ts'

/** A server whose reports read a streaming replica, as people ask it; each step stands on the ones before it. */

let folder: string
let cluster: Cluster
let standby: Cluster
let running: Running

const onStandby = <Row>(statement: string) =>
  withClient(standby.url, async (client) => (await client.query(statement)).rows as Row[])

const start = (replicaUrl: string) =>
  serve(
    readConfig(
      {
        ...{ listen: '127.0.0.1:0', tls: 'off', logLevel: 'silent' },
        ...{ data: folder, databaseUrl: cluster.url, replicaUrl },
      },
      {},
    ),
  )

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-replica-'))
  cluster = await startCluster()
  const store = await openDistributedStore({ url: cluster.url })
  await store.transaction(addWriter)
  await store.close()
  // An installation that is there already, as it is when somebody adds a replica.
  running = await serve(
    readConfig(
      {
        ...{ listen: '127.0.0.1:0', tls: 'off', logLevel: 'silent' },
        ...{ data: folder, databaseUrl: cluster.url },
      },
      {},
    ),
  )
  await guess('first@example.com')
  await running.stop()
  standby = await startStandby(cluster.url)
  running = await start(standby.url)
})

afterAll(async () => {
  await running.stop()
  await standby.stop()
  await cluster.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Leaves an event with this name. */
async function guess(email: string): Promise<void> {
  const answer = await fetch(`${running.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, verifier: 'a guess' }),
  })
  expect(answer.status).toBe(401)
}

/** The names in the events that a question finds. */
async function report(q: string): Promise<readonly string[]> {
  const answer = await fetch(`${running.url}/api/v1/reports/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${writerToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ q }),
  })
  expect(answer.status).toBe(200)
  const lines = (await answer.text()).trim().split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line).username)
}

/** What this server has last asked the replica on each of its connections. */
const askedThere = async () =>
  (
    await onStandby<{ query: string }>(
      `select query from pg_stat_activity where application_name = 'keepwatch'`,
    )
  ).map(({ query }) => query)

test('a report finds what was acknowledged before, and its rows come from the replica', async () => {
  await guess('second@example.com')
  expect(await report('username:second@example.com')).toEqual(['second@example.com'])

  await vi.waitFor(async () => {
    expect(await report('username:first@example.com')).toEqual(['first@example.com'])
    expect((await askedThere()).join()).toContain('select seq, body from events')
  }, 60_000)
})

test('it finds it also while the replica stands still, and when that goes on the replica is read again', async () => {
  await onStandby('select pg_wal_replay_pause()')
  await guess('third@example.com')
  expect(await report('username:third@example.com')).toEqual(['third@example.com'])

  await onStandby('select pg_wal_replay_resume()')
  const [before] = await onStandby<{ at: string }>('select clock_timestamp()::text as at')
  await vi.waitFor(async () => {
    expect(await report('username:third@example.com')).toEqual(['third@example.com'])
    const since = await onStandby(
      `select 1 from pg_stat_activity where application_name = 'keepwatch'
        and query like 'select seq, body from events%' and query_start > '${before?.at}'`,
    )
    expect(since).not.toEqual([])
  }, 60_000)
})

test('it finds it also when the replica is gone', async () => {
  await standby.halt()
  await guess('fourth@example.com')
  expect(await report('username:fourth@example.com')).toEqual(['fourth@example.com'])
  await standby.goOn()
})

test('a server does not start when what it is named as a replica is the primary, and says so', async () => {
  await expect(start(cluster.url)).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringMatching(/^--replica-url: 127\.0\.0\.1:\d+\/postgres is no standby/),
  })
})
