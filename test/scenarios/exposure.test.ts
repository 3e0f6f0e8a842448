import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { downloadFile, getSecrets, uploadFile } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { trust } from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type SharedApp, sharedApp } from '../support/shared-app.ts'

/** A device was stolen, somebody left: `keepwatch exposure` says what to rotate, and ticks itself off. */

type Line = {
  readonly status: string
  readonly title: string
  readonly record_uid: string
  readonly revision?: number
  readonly current_revision?: number
  readonly attachment_id?: string
  readonly times: number
}

let server: TestServer
let owner: CommandLine
let app: SharedApp
const uids: Record<string, string> = {}

const ask = <Value>(...argv: readonly string[]) => owner.ask<Value>(...argv)
const exposure = (...flags: readonly string[]) => ask<readonly Line[]>('exposure', ...flags)

beforeAll(async () => {
  server = await startServer({})
  trust(server)
  owner = await ownerOf(server)
  app = await sharedApp(server, owner)
  for (const title of ['database', 'mail', 'attic']) {
    const flags = ['--title', title, '--field', 'password=p', '--folder', app.folder]
    uids[title] = (await ask<{ record_uid: string }>('record', 'add', ...flags)).record_uid
  }
})
afterAll(async () => {
  await owner.remove()
  await server.stop()
})

test('what a device got is to be rotated until the record is updated, or gone', async () => {
  const stolen = await app.device('stolen')
  await getSecrets(stolen)
  await getSecrets(stolen, [uids['mail'] ?? ''])
  expect(await exposure('--device', 'stolen')).toHaveLength(3)

  await ask('record', 'update', uids['database'] ?? '', '--field', 'password=new')
  await owner.keepwatch('record', 'remove', uids['attic'] ?? '')

  const found = await exposure('--device', 'stolen')
  expect(
    found.map(({ status, title, revision, current_revision }) => [
      status,
      title,
      revision,
      current_revision,
    ]),
  ).toEqual([
    ['rotate', 'mail', 1, 1],
    ['rotated', 'database', 1, 2],
    ['removed', '', 1, undefined],
  ])
  const times = Object.fromEntries(found.map(({ record_uid, times }) => [record_uid, times]))
  expect(times[uids['mail'] ?? '']).toBe((times[uids['database'] ?? ''] ?? 0) + 1)
})

test('a version that was read after the update is exposed anew, beside the older one', async () => {
  const device = await app.device('reader')
  await getSecrets(device, [uids['database'] ?? ''])
  await ask('record', 'update', uids['database'] ?? '', '--field', 'password=newer')
  await getSecrets(device, [uids['database'] ?? ''])
  const found = await exposure('--device', 'reader')
  expect(found).toMatchObject([
    { status: 'rotate', title: 'database', revision: 3 },
    { status: 'rotated', title: 'database', revision: 2 },
  ])
  expect(await exposure('--app', 'Builds', '--since', '1h')).not.toHaveLength(0)
  expect(await exposure('--app', 'Builds', '--since', '2100-01-01')).toEqual([])
})

test('a file that a device downloaded is on the list while it is there', async () => {
  const device = await app.device('downloader')
  const record = async () => {
    const [found] = (await getSecrets(device, [uids['mail'] ?? ''])).records
    if (!found) throw new Error('there is no record')
    return found
  }
  const file = { name: 'id_rsa', title: 'id_rsa', type: 'text/plain', data: new Uint8Array(100) }
  const fileUid = await uploadFile(device, await record(), file)
  const [listed] = (await record()).files ?? []
  if (!listed) throw new Error('there is no file')
  await downloadFile(listed)
  expect(await exposure('--device', 'downloader')).toContainEqual(
    expect.objectContaining({ status: 'rotate', attachment_id: fileUid, record_uid: uids['mail'] }),
  )
})

test('what a person opened is theirs; what devices of their applications read is not', async () => {
  const opened = () => exposure('--user', 'owner@example.com')
  const before = (await opened()).length
  const add = ['record', 'add', '--title', 'private', '--field', 'password=p']
  const { record_uid } = await ask<{ record_uid: string }>(...add)
  await owner.keepwatch('record', 'get', record_uid)
  const found = await opened()
  expect(found.length).toBeGreaterThan(before)
  expect(found).toContainEqual(expect.objectContaining({ status: 'rotate', title: 'private' }))
})

test('the list can be a page, in which a title is text whatever it says', async () => {
  const title = '<script>alert(1)</script>'
  const flags = ['--title', title, '--field', 'password=p', '--folder', app.folder]
  await ask('record', 'add', ...flags)
  await getSecrets(await app.device('page'))
  const file = join(owner.home, 'rotate.html')
  const { code, stderr } = await owner.keepwatch('exposure', '--device', 'page', '--html', file)
  expect([code, stderr]).toEqual([0, expect.stringContaining('versions')])
  const page = await readFile(file, 'utf8')
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).not.toContain('<script')
})

test.each([
  ['nobody', [], 'name a device, an app, a user or an address'],
  ['a time that is none', ['--device', 'x', '--since', 'soon'], '"soon" is not a time'],
  ['an address that is none', ['--ip', '10.0.0.0/99'], 'address must be an IPv4 or IPv6 address'],
  ['an application that nobody knows', ['--app', 'Nowhere'], 'no application Nowhere'],
])('asking for %s says what is wrong', async (_, flags, sentence) => {
  const { code, stderr } = await owner.keepwatch('exposure', ...flags)
  expect([code, stderr]).toEqual([expect.any(Number), expect.stringContaining(sentence)])
  expect(code).not.toBe(0)
})

test('audit-report --device-type finds by the client and the beginning of its version', async () => {
  const count = async (type: string) =>
    (await ask<readonly object[]>('audit-report', '--device-type', type, '--limit', '-1')).length
  const all = await count('JavaScript SDK')
  expect(all).toBeGreaterThan(3)
  expect(await count('JavaScript SDK,17')).toBe(all)
  expect(await count('JavaScript SDK,1')).toBe(0)
  expect(await count('Python SDK')).toBe(0)
})
