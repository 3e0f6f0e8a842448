import { getSecrets } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alertHouse, bodiesAt, gets, waitFor } from '../support/alerting.ts'
import { sdkDevice } from '../support/sdk-device.ts'

/** Records that nobody should touch, with the official SDK on the side of whoever does. */

const { server, owner, receiver, stop } = await alertHouse()
afterAll(stop)

beforeAll(async () => {
  await owner.ask('sm', 'app', 'create', 'Fleet')
})

const addRecord = async (title: string) => {
  const flags = ['--title', title, '--type', 'login']
  const { record_uid } = await owner.ask<{ record_uid: string }>('record', 'add', ...flags)
  await owner.ask('sm', 'share', 'add', '--app', 'Fleet', '--secret', record_uid)
  return record_uid
}

async function addDevice(name: string) {
  const flags = ['--app', 'Fleet', '--name', name]
  const { token } = await owner.ask<{ token: string }>('sm', 'client', 'add', ...flags)
  return sdkDevice(server, token)
}

const touches = async () =>
  (await server.events()).filter(({ audit_event }) => audit_event === 'decoy_touched')

test('the first touch of a decoy is told, each device’s once, and to the device it is a record like any other', async () => {
  await addRecord('Ordinary')
  const decoy = await addRecord('Payroll')
  const marked = await owner.keepwatch('record', 'decoy', decoy)
  expect(marked.stderr).toContain('--ready decoy-touched')
  await owner.ask('audit-alert', 'add', '--ready', 'decoy-touched')
  const hook = ['--name', 'hook', '--webhook', `${receiver.url}/decoy`]
  await owner.ask('audit-alert', 'recipient', 'Decoy touched', 'add', ...hook)
  expect(await owner.ask('record', 'decoy', decoy)).toMatchObject({ alerts: ['Decoy touched'] })

  const device = await addDevice('thief')
  const { records } = await getSecrets(device)
  expect(records.map(({ data }) => data.title)).toEqual(['Ordinary', 'Payroll'])
  await getSecrets(device)
  await gets(receiver, '/decoy', 1)
  expect(bodiesAt(receiver, '/decoy')).toMatchObject([
    { alert_severity: 'critical', device_name: 'thief', record_uid: decoy, device_locked: false },
  ])
  await getSecrets(await addDevice('second thief'))
  await gets(receiver, '/decoy', 2)
})

test('the access of a device that touches a decoy can end with it', async () => {
  const decoy = await addRecord('Root key')
  await owner.ask('record', 'decoy', decoy, '--lock-device')
  const device = await addDevice('greedy')
  await getSecrets(device, [decoy])
  await waitFor(async () =>
    expect(await touches()).toContainEqual(
      expect.objectContaining({ device_name: 'greedy', device_locked: true, record_uid: decoy }),
    ),
  )
  await expect(getSecrets(device)).rejects.toThrow('has expired')
})

test('a decoy that is one no more is an ordinary record, and nobody else’s record can be made one', async () => {
  const decoy = await addRecord('Was one')
  await owner.ask('record', 'decoy', decoy)
  await owner.ask('record', 'decoy', decoy, '--off')
  const before = (await touches()).length
  await getSecrets(await addDevice('late'), [decoy])
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect((await touches()).filter(({ record_uid }) => record_uid === decoy)).toEqual([])
  expect((await touches()).length).toBe(before)
  const { code } = await owner.keepwatch('record', 'decoy', 'A'.repeat(22))
  expect(code).toBe(1)
})
