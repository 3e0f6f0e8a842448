import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ExportHouse } from '../../src/exports/export-house.ts'
import { deliverTo } from '../support/deliver-to.ts'
import { numberedEvents } from '../support/numbered-events.ts'
import { testExports } from '../support/test-exports.ts'
import { type SyslogServer, startSyslogServer } from './support/syslog-server.ts'

/**
 * Real rsyslog and syslog-ng: over each transport every event arrives, once, in order and unchanged; 2,000 events with any Unicode
 * over each, 100,000 with `--full`.
 */

const count = process.env['KEEPWATCH_FAULTS'] === 'full' ? 100_000 : 2_000
const seed = Date.now() % 2 ** 31

let house: ExportHouse
let folder: string
let rsyslog: SyslogServer
let syslogNg: SyslogServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-syslog-'))
  house = await testExports(folder)
  rsyslog = await startSyslogServer('rsyslog')
  syslogNg = await startSyslogServer('syslog-ng')
})

afterAll(async () => {
  await rsyslog.stop()
  await syslogNg.stop()
  await rm(folder, { recursive: true })
})

const events = numberedEvents(count, seed)

const patience = { timeout: 60_000, interval: 100 }

/** What arrived over a transport behind what was there before, once it is as much as was sent. */
async function arrivals(server: SyslogServer, input: string | undefined, before: number) {
  const ours = async () =>
    (await server.arrived()).filter(({ transport }) => transport === input).slice(before)
  await vi.waitFor(
    async () => expect((await ours()).length).toBeGreaterThanOrEqual(count),
    patience,
  )
  return ours()
}

const ways = [
  {
    name: 'rsyslog over TLS with a client certificate',
    port: 'TLS',
    input: 'tls',
    kind: 'syslog',
    transport: 'tls',
  },
  { name: 'rsyslog over TCP', port: 'TCP', input: 'tcp', kind: 'syslog', transport: 'tcp' },
  { name: 'rsyslog over UDP', port: 'UDP', input: 'udp', kind: 'syslog', transport: 'udp' },
  { name: 'rsyslog over RELP', port: 'RELP', input: 'relp', kind: 'relp', transport: 'tcp' },
  {
    name: 'rsyslog over RELP in TLS with a client certificate',
    port: 'RELPTLS',
    input: 'relp-tls',
    kind: 'relp',
    transport: 'tls',
  },
  {
    name: 'syslog-ng over TLS with a client certificate',
    port: 'TLS',
    kind: 'syslog',
    transport: 'tls',
  },
  { name: 'syslog-ng over TCP', port: 'TCP', kind: 'syslog', transport: 'tcp' },
] as const

test.each(ways)('$name', { timeout: 120_000 }, async ({ name, port, kind, transport, ...way }) => {
  const server = name.startsWith('rsyslog') ? rsyslog : syslogNg
  const before = 'input' in way ? 0 : (await server.arrived()).length
  const place = { host: 'localhost', port: server.ports[port], transport, hostname: 'vault' }
  const trust = transport === 'tls' ? server.trust : {}
  const settings = { ...place, ...trust }
  const { ended, dead, troubles } = await deliverTo({ house, kind, settings, events })
  expect({ ended, dead, troubles }).toEqual({ ended: 'stopped', dead: [], troubles: [] })

  const arrived = await arrivals(server, 'input' in way ? way.input : undefined, before)
  expect(
    arrived.map(({ message }) => JSON.parse(message)),
    `seed ${seed}`,
  ).toEqual(events)
  for (const [at, { host, app, id, data }] of arrived.entries()) {
    expect({ host, app, id }).toEqual({ host: 'vault', app: 'keepwatch', id: 'app_client_access' })
    expect(data).toContain(`seq="${at}" leaf_hash="${events[at]?.leaf_hash}"`)
  }
})
