import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDatagramPeer } from '../support/datagram-peer.ts'
import { deviceReads, numbered } from '../support/device-reads.ts'
import { type Commander, commanderOf } from './drivers/commander.ts'
import { type CommanderStage, commanderStage, email, password } from './support/commander-stage.ts'
import { exportTargets, type Row, type Target } from './support/export-targets.ts'
import { wholePeer } from './support/whole-peer.ts'

/** `audit-log` of the real Commander, to every target that it has. */

const patience = { timeout: 180_000 }
const inOneSecond = 2_500
const strange = '$' + '{device_name}'
const at = new Date('2025-05-20T10:00:00Z')
const names = ['json', 'syslog', 'syslog-port', 'splunk', 'sumo', 'azure-la']

let stage: CommanderStage
let commander: Commander
let targets: readonly Target[]

beforeAll(async () => {
  const devices = [...numbered('device', inOneSecond - 1), strange]
  stage = await commanderStage({ fill: deviceReads({ devices, at }) })
  const caFile = join(stage.server.folder, 'azure.pem')
  const person = { email, password, more: { REQUESTS_CA_BUNDLE: caFile } }
  commander = await commanderOf(stage.server, person)
  targets = await exportTargets(commander.home, caFile)
}, 180_000)

afterAll(async () => {
  for (const { stop } of targets ?? []) await stop()
  await commander?.remove()
  await stage?.stop()
})

const targetOf = (name: string) => targets.find((one) => one.name === name) as Target

/** Runs the export, and gives what came of it. */
async function exported({ name, arrived }: Target, ...flags: readonly string[]) {
  await commander.shell.say('audit-log', '--target', name, '--record', `To ${name}`, ...flags)
  return arrived()
}

const typesOf = (rows: readonly Row[]) => new Set(rows.map((row) => row['audit_event_type']))
const readsIn = (rows: readonly Row[]) =>
  rows.filter((row) => row['audit_event_type'] === 'app_client_access')

/** The names of devices, without what placeholders get for Commander. */
const devicesIn = (rows: readonly Row[]) =>
  new Set(rows.map((row) => String(row['device_name']).replaceAll('\u2060', '')))

describe.each(names)('audit-log --target %s', (name) => {
  test(
    'exports 2,500 events of one second once each, also one whose name is a placeholder',
    patience,
    async () => {
      const target = targetOf(name)
      const record = ['record-add', '--title', `To ${name}`, '--record-type', 'login']
      await commander.shell.say(...record, ...target.settings)
      const reads = readsIn(await exported(target))
      expect(reads).toHaveLength(inOneSecond)
      const devices = devicesIn(reads)
      expect(devices.size).toBe(inOneSecond)
      expect(devices).toContain(strange)
    },
  )

  test('goes on where it ended, which its record says', patience, async () => {
    await stage.owner.ask('record', 'add', '--title', 'Later', '--field', 'login=x')
    const rows = await exported(targetOf(name))
    expect(readsIn(rows)).toEqual([])
    expect(typesOf(rows)).toContain('record_add')
    expect(await commander.shell.say('get', `To ${name}`)).toMatch(/last_event_time/i)
  })

  test('leaves names out with --anonymize', patience, async () => {
    await stage.owner.ask('record', 'add', '--title', 'Later', '--field', 'login=x')
    const rows = await exported(targetOf(name), '--anonymize')
    const added = rows.filter((row) => row['audit_event_type'] === 'record_add')
    expect(added.length).toBeGreaterThan(0)
    for (const row of added) {
      expect(JSON.stringify(row['username'])).not.toContain(email)
      expect(String(row['username'])).toMatch(/^(\d+|DELETED-[0-9a-f]{32})$/)
    }
  })
})

test('syslog lines hold our sentences, and nothing that is missing', patience, async () => {
  const target = targetOf('syslog')
  const rows = await exported(target, '--days', '365')
  const lines = rows.map(({ line }) => String(line)).join('\n')
  expect(lines).toContain('added record UID')
  expect(lines).not.toContain('<missing>')
})

/** Settings of a record by which Commander exports only what came after the 2,500. */
const sinceThen = `c.text.last_event_time=${at.getTime() / 1000 + 1}`

async function exportsWith(title: string, ...settings: readonly string[]) {
  const record = ['record-add', '--title', title, '--record-type', 'login', sinceThen]
  await commander.shell.say(...record, ...settings)
  await stage.owner.ask('record', 'add', '--title', 'Later', '--field', 'login=x')
  await commander.shell.say('audit-log', '--target', 'syslog-port', '--record', title)
}

test('syslog-port sends a datagram an event over UDP', patience, async () => {
  const peer = await startDatagramPeer()
  await exportsWith('By UDP', `url=syslogu://127.0.0.1:${peer.port}`)
  let count = 1
  const isThere = (all: readonly Buffer[]) => all.some((one) => one.includes('added record UID'))
  while (!isThere(await peer.received(count))) count += 1
  for (const datagram of await peer.received(count))
    expect(String(datagram)).toMatch(/^<110>1 \S+ \S+ Keeper - \d+ \[Keeper@Commander [^\n]+\n$/)
  await peer.stop()
})

test(
  'syslog-port says how long each line is over TCP, where its record wants that',
  patience,
  async () => {
    const peer = await wholePeer()
    const url = `url=syslog://127.0.0.1:${peer.port}`
    await exportsWith('By TCP', url, 'c.text.is_octet_counting=1')
    let rest = await peer.text()
    expect(rest).toContain('added record UID')
    while (rest !== '') {
      const [counted, length = ''] = /^(\d+) <110>1 /.exec(rest) ?? []
      expect(counted).toBeDefined()
      rest = rest.slice(length.length + 1 + Number(length))
    }
    await peer.stop()
  },
)
