import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  addRecord,
  alertHouse,
  alertTo,
  bodiesAt,
  gets,
  lockedDevice,
  refusedElsewhere,
  waitFor,
} from '../support/alerting.ts'
import { memberOf } from '../support/keepwatch.ts'

/** Alerts through the command line of a real server, with a real receiver of webhooks. */

const { server, owner, receiver, view, eventsNamed, stop } = await alertHouse()
afterAll(stop)

beforeEach(() => receiver.answerWith(() => ({ status: 200, body: 'thanks' })))

const everyRecord = ['--audit-event', 'record_add']

test('a device that is refused from a wrong address is told to whoever wants to know, and why', async () => {
  const device = await lockedDevice(server, owner, 'ci-runner')
  const path = await alertTo(owner, receiver, {
    name: 'blocked',
    flags: ['--audit-event', 'app_client_access_denied', '--filter', 'reason:ip_locked'],
  })
  await refusedElsewhere(device)
  await gets(receiver, path, 1)
  const [told] = bodiesAt(receiver, path)
  expect(told).toMatchObject({
    alert_name: 'blocked',
    audit_event: 'app_client_access_denied',
    device_name: 'ci-runner',
    device_ip: '127.0.0.2',
    description: expect.stringContaining('blocked IP address 127.0.0.2'),
    why: expect.stringContaining('reason:ip_locked'),
  })
  expect(told?.['link']).toBe(`https://${server.hostname}/events/${told?.['seq']}`)
  const [sent] = await eventsNamed('audit_alert_sent')
  expect(sent).toMatchObject({
    name: 'blocked',
    cause_seq: told?.['seq'],
    message: `Audit alert "blocked" was sent to ${new URL(receiver.url).host}`,
  })
})

test('once in an hour from the first: what comes in between is counted and on the record', async () => {
  const path = await alertTo(owner, receiver, {
    name: 'hourly',
    flags: [...everyRecord, '--frequency', '1:hour'],
  })
  for (const title of ['One', 'Two', 'Three']) await addRecord(owner, title)
  await waitFor(async () =>
    expect(await view('hourly')).toMatchObject({ occurrences: 3, alerts_sent: 1 }),
  )
  await gets(receiver, path, 1)
  const sent = (await eventsNamed('audit_alert_sent')).filter(({ name }) => name === 'hourly')
  const host = new URL(receiver.url).host
  expect(sent.map(({ recipient }) => recipient)).toEqual([host, 'throttled', 'throttled'])
  await owner.ask('audit-alert', 'delete', 'hourly', '--force')
})

test('every third: Commander shows it as it does', async () => {
  const path = await alertTo(owner, receiver, {
    name: 'third',
    flags: [...everyRecord, '--frequency', '3:event'],
  })
  for (let at = 0; at < 7; at++) await addRecord(owner, `Record ${at}`)
  await gets(receiver, path, 2)
  expect(bodiesAt(receiver, path).map(({ occurrences }) => occurrences)).toEqual([3, 3])
  await waitFor(async () => expect((await view('third')).occurrences).toBe(7))
  const { stdout } = await owner.keepwatch('audit-alert', 'list')
  expect(stdout).toMatch(/third +record_add +3 of Occurrences Triggered +7 +2 /)
  const history = await owner.ask('audit-alert', 'history', 'third')
  expect(history).toMatchObject([{ occurrences: 1 }, { occurrences: 3 }, { occurrences: 3 }])
  await owner.ask('audit-alert', 'delete', 'third', '--force')
})

test('while it is paused it counts and tells nobody; the next event after that is told', async () => {
  const path = await alertTo(owner, receiver, { name: 'paused', flags: everyRecord })
  await owner.ask('audit-alert', 'disable', 'paused')
  await addRecord(owner, 'Unseen')
  await waitFor(async () =>
    expect(await view('paused')).toMatchObject({ occurrences: 1, active: false }),
  )
  await owner.ask('audit-alert', 'enable', 'paused')
  await gets(receiver, path, 0)
  await addRecord(owner, 'Seen')
  await gets(receiver, path, 1)
  expect(bodiesAt(receiver, path)).toMatchObject([{ occurrences: 2 }])
  const names = (await server.events()).map(({ audit_event }) => audit_event)
  expect(names).toEqual(expect.arrayContaining(['audit_alert_paused', 'audit_alert_resumed']))
  await owner.ask('audit-alert', 'delete', 'paused', '--force')
})

test('a snooze has an end, and ends', async () => {
  const path = await alertTo(owner, receiver, { name: 'snoozed', flags: everyRecord })
  const snooze = (...flags: string[]) =>
    owner.keepwatch('audit-alert', 'snooze', 'snoozed', ...flags)
  expect(await snooze()).toMatchObject({ code: 2, stderr: expect.stringContaining('has an end') })
  expect(await snooze('--for', '31d')).toMatchObject({ code: 2 })
  expect(await snooze('--for', '2s')).toMatchObject({ code: 0 })
  await addRecord(owner, 'Asleep')
  await waitFor(async () => expect((await view('snoozed')).occurrences).toBe(1))
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  await addRecord(owner, 'Awake')
  await gets(receiver, path, 1)
  await owner.ask('audit-alert', 'delete', 'snoozed', '--force')
})

test('so many in a window, each group by itself', async () => {
  const path = await alertTo(owner, receiver, {
    name: 'many',
    flags: [...everyRecord, '--count', '3', '--within', '10m', '--group-by', 'user'],
  })
  const member = await memberOf(server, 'many@example.com')
  for (const line of [owner, member, owner, member, owner]) await addRecord(line, 'Counted')
  await gets(receiver, path, 1)
  expect(bodiesAt(receiver, path)).toMatchObject([
    {
      username: 'owner@example.com',
      why: expect.stringMatching(/user owner@example.com: 3 such events came within 10m/),
    },
  ])
  await member.remove()
  await owner.ask('audit-alert', 'delete', 'many', '--force')
})

test('in shadow mode it is on the record what would have been told, and nobody is', async () => {
  const path = await alertTo(owner, receiver, {
    name: 'shadow',
    flags: [...everyRecord, '--shadow', 'on'],
  })
  await addRecord(owner, 'Watched')
  await waitFor(async () =>
    expect(await eventsNamed('audit_alert_sent')).toContainEqual(
      expect.objectContaining({ name: 'shadow', recipient: 'shadow' }),
    ),
  )
  await gets(receiver, path, 0)
  await owner.ask('audit-alert', 'delete', 'shadow', '--force')
})

test('a restart neither repeats nor forgets', async () => {
  const path = await alertTo(owner, receiver, {
    name: 'kept',
    flags: [...everyRecord, '--frequency', '2:event'],
  })
  await addRecord(owner, 'Before')
  await waitFor(async () => expect((await view('kept')).occurrences).toBe(1))
  await server.restart()
  await addRecord(owner, 'After')
  await gets(receiver, path, 1)
  expect(bodiesAt(receiver, path)).toMatchObject([{ occurrences: 2 }])
})

test.each([
  [
    ['add', '--name', 'x', '--audit-event', 'no_such_event'],
    'names an event type that there is not',
  ],
  [['add', '--name', 'x', '--filter', 'nonsense:1'], 'nonsense'],
  [['add', '--name', 'x', '--filter', 'last:7d'], 'no place in an alert'],
  [['add', '--name', 'x', '--frequency', 'often'], 'minute'],
  [['add', '--name', 'x', '--group-by', 'nothing'], 'is not a field'],
  [['recipient', 'kept', 'add', '--name', 'y', '--webhook', 'http://example.com'], 'https://'],
  [
    [
      'recipient',
      'kept',
      'add',
      '--name',
      'y',
      '--webhook',
      'https://example.com',
      '--http-body',
      '{',
    ],
    'must be JSON',
  ],
])('%j says what is wrong', async (argv, says) => {
  const { code, stderr } = await owner.keepwatch('audit-alert', ...argv)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(says) })
})

test('an alert is open from when it comes true until somebody says that they have looked', async () => {
  await owner.ask('audit-alert', 'add', '--name', 'open', ...everyRecord)
  const standing = () => owner.ask<{ open: number }>('audit-alert', 'view', 'open')
  await addRecord(owner, 'Four')
  await addRecord(owner, 'Five')
  await waitFor(async () => expect(await standing()).toMatchObject({ open: 2 }))
  await owner.ask('audit-alert', 'acknowledge', 'open', '--note', 'our own test')
  expect(await standing()).toMatchObject({ open: 0, occurrences: 2 })
  expect(await eventsNamed('audit_alert_acknowledged')).toMatchObject([
    { name: 'open', count: 2, detail: 'our own test' },
  ])
  await addRecord(owner, 'Six')
  await waitFor(async () => expect(await standing()).toMatchObject({ open: 1, occurrences: 3 }))
})
