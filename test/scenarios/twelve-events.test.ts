import { getSecrets, type KeeperRecord, updateSecret } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromAddress, refusal, sdkDevice } from '../support/sdk-device.ts'
import { type Uids, vaultPeople } from '../support/vault-people.ts'

/**
 * One day of an application, in which each of the twelve events of Secrets Manager has its real cause: the owner at the
 * command line, the device with the official SDK. Then `audit-report` tells it.
 */

type Row = {
  readonly audit_event_type: string
  readonly username: string
  readonly message: string
}

const people = await vaultPeople()
const { server, owner, addRecord, addFolder, createApp } = people
afterAll(people.stop)

let app: string
let record: string
let folder: string
let rows: readonly Row[]

/** The owner's command on the application. */
const sm = (noun: string, verb: string, ...flags: readonly string[]) =>
  owner.keepwatch('sm', noun, verb, '--app', 'Builds', ...flags)

beforeAll(async () => {
  record = await addRecord(owner, 'Registry')
  folder = await addFolder('Production')
  await addRecord(owner, 'Database', '--folder', folder)
  app = await createApp('Builds')

  await sm('share', 'add', '--secret', record, folder)
  await sm('share', 'update', '--secret', record, folder, '--editable')
  const flags = ['--app', 'Builds', '--name', 'ci-runner']
  const { token = '' } = await owner.ask<Uids>('sm', 'client', 'add', ...flags)

  const device = await sdkDevice(server, token)
  const [first] = (await getSecrets(device, [record])).records as [KeeperRecord]
  await updateSecret(device, first)
  await refusal(fromAddress('127.0.0.2', () => getSecrets(device, [record])))
  await refusal(fromAddress('127.0.0.2', () => getSecrets(device)))

  await sm('client', 'remove', '--client', 'ci-runner', '--force')
  await sm('share', 'remove', '--secret', record, folder)
  rows = await owner.ask<Row[]>('audit-report', '--limit', '-1', '--order', 'asc')
})

const user = 'User owner@example.com'

/** Each event with its sentence, in the order in which it first happened. */
const told = () => [
  ['app_record_shared', `${user} shared record UID ${record} with KSM application ${app}`],
  ['app_folder_shared', `${user} shared folder UID ${folder} with KSM application ${app}`],
  [
    'app_record_share_changed',
    `${user} changed share permissions for record UID ${record} for KSM application ${app}`,
  ],
  [
    'app_folder_share_changed',
    `${user} changed share permissions for folder UID ${folder} for KSM application ${app}`,
  ],
  ['app_client_added', `${user} added KSM device ci-runner to application ${app}`],
  ['app_client_connected', `KSM device ci-runner performed initial connect to application ${app}`],
  ['app_client_access', `KSM device ci-runner has accessed secrets from application ${app}`],
  ['app_client_record_update', `KSM device ci-runner has updated record UID ${record}`],
  [
    'app_client_access_denied',
    `Access denied to record UID ${record} from device with blocked IP address 127.0.0.2`,
  ],
  [
    'app_client_access_denied',
    'Access denied to record UID * from device with blocked IP address 127.0.0.2',
  ],
  ['app_client_removed', `${user} removed KSM device ci-runner from application ${app}`],
  ['app_record_removed', `${user} removed record UID ${record} from KSM application ${app}`],
  ['app_folder_removed', `${user} removed folder UID ${folder} from KSM application ${app}`],
]

test('audit-report tells all twelve, each with its exact sentence, in the order in which they happened', () => {
  const names = new Set(told().map(([name]) => name))
  expect(names.size).toBe(12)
  const found = rows
    .filter(({ audit_event_type }) => names.has(audit_event_type))
    .map(({ audit_event_type, message }) => `${audit_event_type}: ${message}`)
  const inOrder = [...new Set(found)]
  expect(inOrder).toEqual(told().map(([name, message]) => `${name}: ${message}`))
})

test('and every one of them is in the name of the owner', () => {
  const ksm = rows.filter(({ audit_event_type }) => audit_event_type.startsWith('app_'))
  expect(ksm.length).toBeGreaterThan(12)
  expect(new Set(ksm.map(({ username }) => username))).toEqual(new Set(['owner@example.com']))
})
