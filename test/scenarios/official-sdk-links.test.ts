import {
  completeTransaction,
  getLinks,
  getSecrets,
  getSecrets2,
  type KeeperRecord,
  type KeeperRecordLink,
  type SecretManagerOptions,
  UpdateTransactionType,
  updateSecret,
} from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { trust } from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type SharedApp, sharedApp } from '../support/shared-app.ts'

/** An owner links records at the command line, and the unmodified official JavaScript SDK reads and removes the links. */

let server: TestServer
let owner: CommandLine
let app: SharedApp
let device: SecretManagerOptions
let machine: string
let login: string

const add = async (title: string) => {
  const { record_uid } = await owner.ask<{ record_uid: string }>(
    ...['record', 'add', '--title', title, '--folder', app.folder],
  )
  return record_uid
}

beforeAll(async () => {
  server = await startServer()
  trust(server)
  owner = await ownerOf(server)
  app = await sharedApp(server, owner)
  device = await app.device('connector')
  await getSecrets(device)
})
afterAll(async () => {
  await owner.remove()
  await server.stop()
})
beforeEach(async () => {
  machine = await add('Machine')
  login = await add('Its login')
})

const link = (...argv: readonly string[]) => owner.ask('record', 'link', 'add', machine, ...argv)

async function machineWithLinks(): Promise<KeeperRecord> {
  const query = { recordsFilter: [machine], requestLinks: true }
  const [record] = (await getSecrets2(device, query)).records
  if (!record) throw new Error('the machine is not there')
  return record
}

const linksNow = async (): Promise<readonly KeeperRecordLink[]> =>
  getLinks(await machineWithLinks())

const linkEvents = async () =>
  (await server.events()).filter(
    (event) =>
      event.audit_event.startsWith('record_link') &&
      [event['record_uid'], event['linked_uid']].includes(machine),
  )

test('a login of a machine: the SDK says what it is for, and the log who linked it', async () => {
  const data = { is_admin: true, is_launch_credential: true, belongs_to: false }
  await link(login, '--data', JSON.stringify(data))
  const [found, ...others] = await linksNow()
  expect(others).toEqual([])
  expect(found).toMatchObject({ recordUid: login, path: null })
  expect([found?.isAdminUser(), found?.isLaunchCredential(), found?.belongsTo()]).toEqual([
    true,
    true,
    false,
  ])
  expect(await linkEvents()).toMatchObject([
    {
      audit_event: 'record_link_added',
      record_uid: machine,
      linked_uid: login,
      by: 'user',
      username: 'owner@example.com',
    },
  ])
})

test('a link without data is a plain reference', async () => {
  await link(login)
  expect(await linksNow()).toMatchObject([{ recordUid: login, data: null, path: null }])
})

test('settings of a machine are links to itself: meta is open, all others are under its key', async () => {
  const meta = { allowedSettings: { rotation: true, connections: false }, version: 1 }
  const ai = { version: 'v1.0.0', riskLevels: { high: { aiSessionTerminate: true } } }
  await link(machine, '--path', 'meta', '--data', JSON.stringify(meta))
  await link(machine, '--path', 'ai_settings', '--data', JSON.stringify(ai))
  const links = await linksNow()
  const found = (path: string) => links.find((one) => one.path === path)
  expect(found('meta')?.allowsRotation()).toBe(true)
  expect(found('meta')?.allowsConnections()).toBe(false)
  expect(found('meta')?.getLinkDataVersion()).toBe(1)
  expect(found('ai_settings')?.hasReadableData()).toBe(false)
  expect(await found('ai_settings')?.getAiSettingsData()).toEqual(ai)
  expect(await server.texts()).not.toContain('aiSessionTerminate')
})

test('what SDKs read without a key can be sealed, too', async () => {
  await link(login, '--sealed', '--data', '{"is_admin":true}')
  const [found] = await linksNow()
  expect(found?.isAdminUser()).toBe(false)
  expect(await found?.getLinkData()).toEqual({ is_admin: true })
  expect(await owner.ask('record', 'link', 'list', machine)).toEqual([
    { linked_uid: login, path: null, data: { is_admin: true }, sealed: true },
  ])
})

test('who does not ask for links gets none, and linking again replaces what a link holds', async () => {
  await link(login, '--data', '{"is_admin":false}')
  await link(login, '--data', '{"is_admin":true}')
  const [plain] = (await getSecrets(device, [machine])).records
  expect(plain).not.toHaveProperty('links')
  const links = await linksNow()
  expect(links.map((one) => one.isAdminUser())).toEqual([true])
})

test('somebody who asks for everything again gets the link that was made in between, and not the one that went', async () => {
  const linksOfAll = async () => {
    const { records } = await getSecrets2(device, { requestLinks: true })
    return records.map((record) => [record.recordUid, getLinks(record).length])
  }
  const unlinked = await linksOfAll()
  expect(unlinked).toContainEqual([machine, 0])
  expect(await linksOfAll()).toEqual(unlinked)
  await link(login)
  expect(await linksOfAll()).toContainEqual([machine, 1])
  await owner.keepwatch('record', 'link', 'remove', machine, login)
  expect(await linksOfAll()).toEqual(unlinked)
  const [plain] = (await getSecrets(device)).records
  expect(plain).not.toHaveProperty('links')
})

test('a device removes a link with an update, and the log says which device', async () => {
  await link(login)
  await link(machine, '--path', 'meta', '--data', '{}')
  await updateSecret(device, await machineWithLinks(), undefined, [login])
  expect(await linksNow()).toMatchObject([{ recordUid: machine, path: 'meta' }])
  expect((await linkEvents()).at(-1)).toMatchObject({
    audit_event: 'record_link_removed',
    linked_uid: login,
    by: 'device',
    device_name: 'connector',
    message: `KSM device connector removed the link of record UID ${machine} to ${login}`,
  })
})

test('a link goes with the second step of a rotation, and not before', async () => {
  await link(login)
  const record = await machineWithLinks()
  await updateSecret(device, record, UpdateTransactionType.Rotation, [login])
  expect(await linksNow()).toHaveLength(1)
  await completeTransaction(device, machine)
  expect(await linksNow()).toEqual([])
})

test('the owner takes a link away, and is told when there is none', async () => {
  await link(login)
  const remove = ['record', 'link', 'remove', machine, login]
  expect(await owner.keepwatch(...remove)).toMatchObject({ code: 0 })
  expect(await linksNow()).toEqual([])
  const again = await owner.keepwatch(...remove)
  expect(again.stderr).toContain(`record ${machine} has no link to ${login}`)
  expect((await linkEvents()).at(-1)).toMatchObject({ audit_event: 'record_link_removed' })
})

test('a record that goes takes its links along, in both directions', async () => {
  await link(login)
  await owner.keepwatch('record', 'remove', login)
  expect(await linksNow()).toEqual([])
  expect((await linkEvents()).at(-1)).toMatchObject({
    audit_event: 'record_link_removed',
    record_uid: machine,
    linked_uid: login,
  })
})

test('a link to nothing, to a record itself without a path, and of data that is no JSON are refused', async () => {
  const refused = async (...argv: readonly string[]) =>
    (await owner.keepwatch('record', 'link', 'add', machine, ...argv)).stderr
  expect(await refused('AAAAAAAAAAAAAAAAAAAAAA')).toContain('there is no record')
  expect(await refused(machine)).toContain('give it a path, such as meta')
  expect(await refused(login, '--data', '[1]')).toContain('Give a JSON object')
  expect(await linksNow()).toEqual([])
})
