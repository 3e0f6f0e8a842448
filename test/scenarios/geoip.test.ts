import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serverSentEvents } from '../../src/client/server-sent-events.ts'
import { readConfig } from '../../src/config.ts'
import type { ShownEvent } from '../../src/events/shown-event.ts'
import { serve } from '../../src/serve.ts'
import { api } from '../support/api.ts'
import { importFile, sample } from '../support/imported-samples.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { cityEntry, mmdb } from '../support/mmdb.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** `--geoip-db`: reports say where addresses are. */

let folder: string
let server: TestServer
let owner: CommandLine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-geoip-'))
  const geoipDb = join(folder, 'city.mmdb')
  await writeFile(
    geoipDb,
    mmdb({
      '203.0.113.0/24': cityEntry('DE', 'Bavaria', 'Munich'),
      '198.51.100.0/29': cityEntry('FR'),
    }),
  )
  server = await startServer({ flags: { tls: 'off', geoipDb } })
  owner = await ownerOf(server)
  await importFile(owner, sample('vault.ndjson'))
  await importFile(owner, sample('keeper-pull.json'))
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
  await rm(folder, { recursive: true })
})

const report = (...flags: readonly string[]) => owner.ask<object[]>('audit-report', ...flags)

test('a report says where each address is, and nothing of one that nobody knows', async () => {
  const rows = await report(
    '--event-type',
    'open_record',
    '--event-type',
    'hashivault_read',
    '--event-type',
    'login',
  )

  expect(rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ip_address: '203.0.113.5', geo_location: 'Munich, Bavaria, DE' }),
      expect.objectContaining({ ip_address: '198.51.100.7', geo_location: 'FR' }),
    ]),
  )
  const home = rows.find((row) => 'ip_address' in row && row.ip_address === '127.0.0.1')
  expect(home).not.toHaveProperty('geo_location')
})

test('the addresses with their places, and the places with their addresses', async () => {
  expect(await report('--report-type', 'dim', '--columns', 'ip_address')).toEqual(
    expect.arrayContaining([
      { ip_address: '203.0.113.5', city: 'Munich', region: 'Bavaria', country_code: 'DE' },
      { ip_address: '198.51.100.7', country_code: 'FR' },
      { ip_address: '127.0.0.1' },
    ]),
  )
  expect(await report('--report-type', 'dim', '--columns', 'geo_location')).toEqual([
    { geo_location: 'FR', country_code: 'FR', ip_count: 1 },
    {
      geo_location: 'Munich, Bavaria, DE',
      city: 'Munich',
      region: 'Bavaria',
      country_code: 'DE',
      ip_count: 1,
    },
  ])
})

test('--geo-location finds by country, by region and by city', async () => {
  const addresses = async (place: string) =>
    (await report('--geo-location', place)).map((row) => 'ip_address' in row && row.ip_address)
  expect(new Set(await addresses('fr'))).toEqual(new Set(['198.51.100.7']))
  for (const place of ['DE', 'Bavaria,DE', 'Munich, Bavaria, DE'])
    expect(new Set(await addresses(place))).toEqual(new Set(['203.0.113.5']))
  expect(await addresses('Saxony,DE')).toEqual([])
})

test('pages of events and the live stream find by place, and show events as they are proved', async () => {
  const http = await api(server, owner)
  for (const q of ['country:FR', 'geo_location:FR', 'country:fr event:hashivault_*']) {
    const asked = `/events?q=${encodeURIComponent(q)}`
    const { events } = await http.json<{ events: readonly ShownEvent[] }>(asked)
    const addresses = new Set(events.map(({ remote_address }) => remote_address))
    expect(addresses).toEqual(new Set(['198.51.100.7']))
    expect(events[0]).not.toHaveProperty('country')
  }
  const stream = await http.fetch('/events/stream?after=-1&q=country:FR')
  if (!stream.body) throw new Error('there is no stream')
  for await (const { data } of serverSentEvents(stream.body)) {
    if (data === '') continue
    expect(JSON.parse(data)).toMatchObject({ remote_address: '198.51.100.7' })
    break
  }
})

test('a report finds by the place that it shows', async () => {
  const http = await api(server, owner)
  const response = await http.fetch('/reports/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ q: 'geo_location:F* report:span group:country,geo_location' }),
  })
  expect(await response.json()).toMatchObject({ country: 'FR', geo_location: 'FR' })
})

test('a file that cannot be read is told at the start, and nothing is changed', async () => {
  const data = join(folder, 'data')
  const config = readConfig(
    { data, listen: '127.0.0.1:0', tls: 'off' },
    { KEEPWATCH_GEOIP_DB: join(folder, 'none') },
  )

  await expect(serve(config)).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining('--geoip-db: '),
  })
  expect(await readdir(folder)).not.toContain('data')
})
