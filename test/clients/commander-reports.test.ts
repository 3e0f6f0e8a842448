import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deviceReads, numbered } from '../support/device-reads.ts'
import { type CommanderStage, commanderStage, email } from './support/commander-stage.ts'

/** The same question to the real Commander and to our own command: the same rows. */

const patience = { timeout: 180_000 }
const inOneSecond = 2_500
const strange = '$' + '{device_name}'
const at = new Date('2026-11-20T10:00:00Z')

let stage: CommanderStage
let until: string

beforeAll(async () => {
  const devices = [...numbered('device', inOneSecond - 1), strange]
  stage = await commanderStage({ fill: deviceReads({ devices, at }) })
  until = `<= ${Math.floor(Date.now() / 1000)}`
  await new Promise((resolve) => setTimeout(resolve, 1_000))
}, 180_000)

afterAll(() => stage?.stop())

type Row = Readonly<Record<string, unknown>>

const everything: readonly (readonly string[])[] = [
  [],
  ['--limit', '3'],
  ['--order', 'asc', '--limit', '5'],
  ['--report-format', 'fields', '--limit', '20'],
  ['--event-type', 'record_add'],
  ['--event-type', 'record_add', '--event-type', 'app_created'],
  ['--event-type', 'in (record_add, login)'],
  ['--username', email, '--limit', '4'],
  ['--username', 'nobody@example.com'],
  ['--ip-address', '203.0.113.9', '--limit', '2'],
  ['--report-type', 'span', '--columns', 'audit_event_type'],
  ['--report-type', 'span', '--columns', 'username', '--aggregate', 'first_created'],
  ['--report-type', 'hour', '--columns', 'audit_event_type'],
  ['--report-type', 'day', '--columns', 'audit_event_type', '--columns', 'username'],
  ['--report-type', 'week', '--columns', 'audit_event_type'],
  ['--report-type', 'month', '--columns', 'ip_address', '--aggregate', 'occurrences'],
  ['--report-type', 'month', '--columns', 'username', '--aggregate', 'last_created'],
]

/** In one order, which groups of the same count do not have in Commander, and without what placeholders get for it. */
const inOrder = (rows: readonly Row[]) =>
  rows.map((row) => JSON.stringify(row).replaceAll('\u2060', '')).sort()

describe('equal rows', () => {
  test.each(everything.map((flags) => ({ flags, line: flags.join(' ') || '(no flags)' })))(
    'audit-report $line',
    patience,
    async ({ flags }) => {
      const asked = ['audit-report', '--created', until, '--format', 'json', ...flags]
      const ours = await stage.owner.keepwatch(...asked)
      const theirs = await stage.commander.shell.say(...asked)
      const rows = ours.json<Row[]>()
      const told = theirs.trim() === '' ? [] : (JSON.parse(theirs) as Row[])
      expect(inOrder(told)).toEqual(inOrder(rows.map(commandersOwn)))
    },
  )

  test('what columns may have', patience, async () => {
    const dim = ['audit-report', '--report-type', 'dim', '--format', 'json', '--columns']
    for (const column of ['username', 'device_type', 'ip_address']) {
      const ours = await stage.owner.ask<Row[]>(...dim.slice(0, 3), ...dim.slice(5), column)
      const theirs = await stage.commander.shell.ask<Row[]>(...dim, column)
      expect(inOrder(theirs)).toEqual(inOrder(ours))
    }
  })
})

/** Columns of Secrets Manager, which our command shows and Commander does not know. */
const oursAlone = ['app_uid', 'device_name', 'device_uid', 'secret_uid']

/** A row of ours, as far as Commander shows it. */
const commandersOwn = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([name, value]) => value !== null && value !== '' && !oursAlone.includes(name),
    ),
  )

describe('audit-report of more than a page', () => {
  test('has every event once, and ends', patience, async () => {
    const asked = ['audit-report', '--format', 'json', '--event-type', 'app_client_access']
    const rows = await stage.commander.shell.ask<Row[]>(...asked, '--limit', '-1')
    expect(rows).toHaveLength(inOneSecond)
    const sentences = rows.map((row) => String(row['message']).replaceAll('\u2060', ''))
    expect(sentences.some((sentence) => sentence.includes(strange))).toBe(true)
    expect(new Set(sentences).size).toBe(inOneSecond)
  })

  test('counts every group, more than Commander takes in a page', patience, async () => {
    const span = ['audit-report', '--report-type', 'span', '--columns', 'device_name']
    const asked = [...span, '--event-type', 'app_client_access', '--format', 'json']
    for (const more of [[], ['--aggregate', 'last_created'], ['--limit', '-1']]) {
      const rows = await stage.commander.shell.ask<Row[]>(...asked, ...more)
      expect(new Set(rows.map((row) => row['device_name'])).size).toBe(inOneSecond)
      expect(rows).toHaveLength(inOneSecond)
    }
  })

  test('counts the use of every device', patience, async () => {
    const asked = ['secrets-manager', 'usage', '--by-device', '--format', 'json']
    const created = ['--created', '>= 2026-11-01']
    const rows = await stage.commander.shell.ask<Row[]>(...asked, ...created)
    expect(rows).toHaveLength(inOneSecond)
  })

  test('asked again, says the same again', patience, async () => {
    const asked = ['audit-report', '--created', until, '--format', 'json', '--limit']
    await stage.commander.shell.say(...asked, '3')
    const again = await stage.commander.shell.ask<Row[]>(...asked, '5')
    expect(again.slice(0, 3)).toEqual(await stage.commander.shell.ask(...asked, '3'))
  })
})
