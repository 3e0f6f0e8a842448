import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExportHouse } from '../../src/exports/export-house.ts'
import { deliverTo } from '../support/deliver-to.ts'
import { numberedEvents } from '../support/numbered-events.ts'
import { testExports } from '../support/test-exports.ts'
import { type RunningProgram, runProgram } from './support/process.ts'
import { opensearchFolder } from './support/servers.ts'
import { newStage, type Stage } from './support/stage.ts'

/** A real OpenSearch with a data stream. */

const seed = Date.now() % 2 ** 31
const events = numberedEvents(2_500, seed)
const stream = 'keepwatch-audit'

let stage: Stage
let server: RunningProgram | undefined
let house: ExportHouse
let url: string

/** It starts sooner when it is not compiled for a long life. Without the native library it does not mind to be root's. */
const java = [
  ...['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
  ...['-Djava.security.manager=allow', '-Djna.nosys=true', '-Djna.nounpack=true'],
  ...['-Djna.boot.library.path=/nowhere', `-Dopensearch.path.home=${opensearchFolder}`],
  ...['-cp', join(opensearchFolder, 'lib', '*')],
]

async function ask<Answer>(path: string, method: string, body?: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers }),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Answer
}

type Document = { readonly message: string; readonly event: { readonly sequence: number } }
type Found = { readonly hits: { readonly hits: readonly { readonly _source: Document }[] } }

/** Everything that is in the stream, in the order of its numbers. */
async function stored(): Promise<readonly Document[]> {
  await ask(`${stream}/_refresh`, 'POST')
  const all: Document[] = []
  for (;;) {
    const search_after = [all.at(-1)?.event.sequence ?? -1]
    const path = `${stream}/_search?size=1000&sort=event.sequence:asc`
    const { hits } = await ask<Found>(path, 'POST', { search_after })
    if (hits.hits.length === 0) return all
    all.push(...hits.hits.map(({ _source }) => _source))
  }
}

beforeAll(async () => {
  stage = await newStage('opensearch.yml')
  house = await testExports(stage.folder)
  url = `http://127.0.0.1:${stage.ports['HTTP']}`
  const logging = 'log4j2.properties'
  await copyFile(join(opensearchFolder, 'config', logging), join(stage.folder, logging))
  server = await runProgram({
    program: 'java',
    args: [
      ...java.slice(0, -2),
      `-Dopensearch.path.conf=${stage.folder}`,
      '-Dopensearch.distribution.type=zip',
      ...java.slice(-2),
      'org.opensearch.bootstrap.OpenSearch',
    ],
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: stage.folder,
    port: stage.ports['HTTP'] ?? 0,
  })
  await ask('_index_template/keepwatch', 'PUT', {
    index_patterns: [`${stream}*`],
    data_stream: {},
    template: {
      mappings: {
        dynamic: false,
        properties: {
          '@timestamp': { type: 'date' },
          event: { properties: { sequence: { type: 'long' } } },
        },
      },
    },
  })
}, 120_000)

afterAll(async () => {
  await server?.stop()
  await stage.remove()
})

const settings = () => ({ url, username: 'keepwatch', password: 'hush' })
const send = (some = events) =>
  deliverTo({ house, kind: 'opensearch', settings: settings(), events: some })

test('every event is in the data stream once, and unchanged', { timeout: 60_000 }, async () => {
  expect(await send()).toEqual({ ended: 'stopped', dead: [], troubles: [] })
  const found = await stored()
  expect(
    found.map(({ message }) => message),
    `seed ${seed}`,
  ).toEqual(events.map(({ message }) => message))
})

test('what is sent twice is there once: a conflict means that it is there', {
  timeout: 60_000,
}, async () => {
  expect(await send()).toEqual({ ended: 'stopped', dead: [], troubles: [] })
  expect(await stored()).toHaveLength(events.length)
})

test('an event that it can never take is a dead letter, and does not stand in the way', {
  timeout: 60_000,
}, async () => {
  const more = numberedEvents(3, seed + 1).map((event, at) => ({
    ...event,
    seq: events.length + at,
    ...(at === 1 && { timestamp: 'yesterday' }),
  }))
  const { dead, ended } = await send(more)
  expect({ dead, ended }).toMatchObject({
    ended: 'stopped',
    dead: [{ seq: events.length + 1, reason: expect.stringContaining('mapper_parsing_exception') }],
  })
  expect(await stored()).toHaveLength(events.length + 2)
})
