import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExportHouse } from '../../src/exports/export-house.ts'
import { deliverTo } from '../support/deliver-to.ts'
import { numberedEvents } from '../support/numbered-events.ts'
import { testExports } from '../support/test-exports.ts'
import { type RunningProgram, runProgram } from './support/process.ts'
import { programOf } from './support/servers.ts'
import { newStage, type Stage } from './support/stage.ts'

/** A real ClickHouse: Debian's, which is old, so times are text and a repeated batch is told apart by the table. */

const seed = Date.now() % 2 ** 31
const events = numberedEvents(2_500, seed)
const password = 'hush'

const users = `<yandex><profiles><default/></profiles><quotas><default/></quotas><users><keepwatch>
  <password>${password}</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
</keepwatch></users></yandex>`

const table = `CREATE TABLE keepwatch_events (seq Int64, leaf_hash String, event_id String, timestamp String, audit_event String,
  username String, message String, served_count UInt32, event String) ENGINE = ReplacingMergeTree ORDER BY seq`

let stage: Stage
let server: RunningProgram
let house: ExportHouse
let url: string

async function ask(query: string): Promise<string> {
  const place = `${url}/?user=keepwatch&password=${password}`
  const answer = await fetch(place, { method: 'POST', body: query })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text
}

type Row = Readonly<Record<string, unknown>>

const stored = async (): Promise<readonly Row[]> =>
  (await ask('SELECT * FROM keepwatch_events FINAL ORDER BY seq FORMAT JSONEachRow'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

beforeAll(async () => {
  stage = await newStage('clickhouse.xml')
  house = await testExports(stage.folder)
  await writeFile(join(stage.folder, 'users.xml'), users)
  url = `http://127.0.0.1:${stage.ports['HTTP']}`
  const { program, env } = await programOf('clickhouse', 'usr/sbin/clickhouse-server')
  const args = [`--config-file=${stage.configuration}`]
  server = await runProgram({
    ...{ program, args, env, cwd: stage.folder },
    port: stage.ports['HTTP'] ?? 0,
  })
  await ask(table)
}, 120_000)

afterAll(async () => {
  await server.stop()
  await stage.remove()
})

const settings = () => ({ url, username: 'keepwatch', password, deduplicate: 'no' })
const send = (some = events, more = {}) =>
  deliverTo({ house, kind: 'clickhouse', settings: { ...settings(), ...more }, events: some })

test('every event is a row, unchanged, and the whole of it stands in one column', {
  timeout: 60_000,
}, async () => {
  expect(await send()).toEqual({ ended: 'stopped', dead: [], troubles: [] })
  const found = await stored()
  expect(
    found.map(({ event }) => JSON.parse(String(event))),
    `seed ${seed}`,
  ).toEqual(events)
  expect(found.map(({ message }) => message)).toEqual(events.map(({ message }) => message))
})

test('what is sent twice is there once', { timeout: 60_000 }, async () => {
  expect(await send()).toEqual({ ended: 'stopped', dead: [], troubles: [] })
  expect(await stored()).toHaveLength(events.length)
})

test('a row that fits no column is a dead letter, and does not stand in the way', {
  timeout: 60_000,
}, async () => {
  const more = numberedEvents(5, seed + 1).map((event, at) => ({
    ...event,
    seq: events.length + at,
    ...(at === 2 && { served_count: 'many' as never }),
  }))
  const { dead, ended } = await send(more)
  expect({ dead, ended }).toMatchObject({ ended: 'stopped', dead: [{ seq: events.length + 2 }] })
  expect(await stored()).toHaveLength(events.length + 4)
})

test.each([
  ['a table that is not there', { table: 'nothing' }, "doesn't exist"],
  ['a wrong password', { password: 'wrong' }, 'password'],
])('%s pauses the target', async (_, wrong, says) => {
  const { ended, troubles } = await send(events.slice(0, 10), wrong)
  expect({ ended, troubles }).toEqual({
    ended: 'paused',
    troubles: [expect.stringMatching(new RegExp(says, 'i'))],
  })
})
