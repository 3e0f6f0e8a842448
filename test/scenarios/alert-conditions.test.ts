import { getSecrets } from '@keeper-security/secrets-manager-core'
import { afterAll, expect, test } from 'vitest'
import {
  addRecord,
  alertHouse,
  alertTo,
  bodiesAt,
  gets,
  lockedDevice,
} from '../support/alerting.ts'
import { memberOf } from '../support/keepwatch.ts'
import { fromAddress } from '../support/sdk-device.ts'

/** What rules wait for besides single events, over the log of a real server; and what they would have done in the past. */

const { server, owner, receiver, stop } = await alertHouse()
afterAll(stop)

const added = ['--audit-event', 'record_add']

test('a value that a group never had: what was before the alert is known to it', async () => {
  await owner.ask('sm', 'app', 'create', 'Fleet')
  const device = await lockedDevice(server, owner, 'known')
  await owner.ask(
    'sm',
    'client',
    'update',
    '--app',
    'App of known',
    '--client',
    'known',
    '--allow-ip',
    '127.0.0.0/24',
  )
  await getSecrets(device)
  const path = await alertTo(owner, receiver, { name: 'moved', flags: ['--ready', 'new-address'] })
  await getSecrets(device)
  await gets(receiver, path, 0)
  await fromAddress('127.0.0.2', () => getSecrets(device))
  await fromAddress('127.0.0.2', () => getSecrets(device))
  await gets(receiver, path, 1)
  expect(bodiesAt(receiver, path)).toMatchObject([
    {
      device_name: 'known',
      remote_address: '127.0.0.2',
      why: expect.stringContaining('never seen before'),
    },
  ])
})

test('different people within a window', async () => {
  const path = await alertTo(owner, receiver, {
    name: 'several',
    flags: [...added, '--when', 'distinct', '--of', 'user', '--count', '2', '--within', '1h'],
  })
  await addRecord(owner, 'One')
  await addRecord(owner, 'Two')
  await gets(receiver, path, 0)
  const member = await memberOf(server, 'second@example.com')
  await addRecord(member, 'Three')
  await member.remove()
  await gets(receiver, path, 1)
})

test('nothing comes where something should: it is told once, also after a restart, until something comes again', async () => {
  const path = await alertTo(owner, receiver, {
    name: 'quiet',
    flags: [...added, '--when', 'silence', '--after', '3s'],
  })
  await addRecord(owner, 'Last')
  await server.restart()
  await gets(receiver, path, 1)
  expect(bodiesAt(receiver, path)).toMatchObject([
    { audit_event: 'record_add', why: expect.stringContaining('none came') },
  ])
  await addRecord(owner, 'Again')
  await gets(receiver, path, 2)
  await owner.ask('audit-alert', 'delete', 'quiet', '--force')
})

type Backtest = {
  readonly occurrences: number
  readonly would_have_sent: number
  readonly groups: readonly { group: string; occurrences: number }[]
}

test('a rule says how often it would have fired, and for whom, before it is made', async () => {
  const before = await owner.ask<Backtest>(
    'audit-alert',
    'backtest',
    ...added,
    '--group-by',
    'user',
    '--frequency',
    '1:day',
  )
  expect(before).toMatchObject({
    occurrences: 5,
    would_have_sent: 2,
    groups: [
      { group: 'user owner@example.com', occurrences: 4 },
      { group: 'user second@example.com', occurrences: 1 },
    ],
  })
  const { stderr, stdout } = await owner.keepwatch(
    'audit-alert',
    'backtest',
    'several',
    '--count',
    '3',
  )
  expect(stderr).toContain('it would have come true 0 times')
  expect(stdout).not.toContain('@')
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'events_read' })
})

test('a rule that does not do what its samples say is refused', async () => {
  const { code, stderr } = await owner.keepwatch(
    ...['audit-alert', 'add', '--ready', 'blocked-address', '--filter', 'reason:throttled'],
  )
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('does not come true at it'),
  })
})

test('the ready-made alerts are listed, and made by their names', async () => {
  const ready = await owner.ask<{ ready: string }[]>('audit-alert', 'ready')
  expect(ready.map(({ ready: name }) => name)).toEqual(
    expect.arrayContaining(['device-silent', 'blocked-address']),
  )
  expect(await owner.ask('audit-alert', 'add', '--ready', 'device-silent')).toMatchObject({
    name: 'Device has gone silent',
  })
  const { stderr } = await owner.keepwatch('audit-alert', 'add', '--ready', 'nothing')
  expect(stderr).toContain('there are administrators-changed')
})
