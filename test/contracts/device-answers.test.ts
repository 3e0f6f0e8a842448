import { request } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { filledVault } from '../support/filled-vault.ts'
import { rawDevice } from '../support/raw-device.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** What a device that is let in gets, member by member, and in which order it comes to be bound. */

let server: TestServer
const vault = await filledVault()
const empty = await vault.shareEmptyFolder()
await vault.shareInFolder(0)
const names = ['plain', 'two-ways', 'lister', 'linked', 'folders', 'forgetful', 'ruby', 'hasty']
const devices = new Map<string, Awaited<ReturnType<typeof vault.device>>>()
for (const name of [...names, 'writer', 'reader', 'broken'])
  devices.set(name, await vault.device({ name }))
devices.set('brief', await vault.device({ name: 'brief', access_expires_at: 4_000_000_000_000 }))

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' }, fill: vault.fill })
})
afterAll(() => server.stop())

const waiting = (name: string) => rawDevice({ server, clientId: devices.get(name)?.clientId ?? '' })

async function bound(name: string) {
  const device = await waiting(name)
  await device.bind()
  return device
}

const eventsOf = async (name: string) =>
  (await server.events()).filter((event) => event['device_name'] === name)

type Listed = { readonly [member: string]: unknown }
type Folder = Listed & { readonly records: readonly Listed[] }

test('get_secret has every member, in the order of the recorded answers, with explicit nulls', async () => {
  const { json } = await (await bound('plain')).call('get_secret')
  expect(Object.keys(json)).toEqual([
    'appData',
    'encryptedAppKey',
    'appOwnerPublicKey',
    'folders',
    'records',
    'expiresOn',
    'warnings',
    'extra',
  ])
  expect(json).toMatchObject({
    appData: expect.stringMatching(/^[\w-]+$/),
    encryptedAppKey: null,
    appOwnerPublicKey: null,
    expiresOn: 0,
    warnings: null,
    extra: null,
  })
  const [record] = json['records'] as Listed[]
  expect(record).toEqual({
    recordUid: vault.single,
    recordKey: expect.stringMatching(/^[\w+/]{80}$/),
    data: expect.any(String),
    revision: 1,
    isEditable: true,
    files: null,
    folderUid: null,
    innerFolderUid: null,
  })
})

test('a record that is shared by itself and through its folder comes both ways, and counts once', async () => {
  const device = await bound('two-ways')
  const { json } = await device.call('get_secret', { requestedRecords: [vault.inFolder] })
  const [alone] = json['records'] as Listed[]
  const [folder] = json['folders'] as Folder[]
  const [inside] = folder?.records ?? []
  expect([alone?.['recordUid'], inside?.['recordUid']]).toEqual([vault.inFolder, vault.inFolder])
  expect(alone?.['recordKey']).not.toBe(inside?.['recordKey'])
  expect([alone?.['isEditable'], inside?.['isEditable']]).toEqual([true, true])
  expect((await server.events()).at(-1)).toMatchObject({ served_count: 1 })
})

test('an empty shared folder is listed, unless something else was asked for', async () => {
  const device = await bound('lister')
  const foldersOf = async (payload: object) =>
    ((await device.call('get_secret', payload)).json['folders'] as Folder[]).map(
      ({ folderUid, records }) => [folderUid, records.length],
    )
  expect(await foldersOf({})).toEqual([
    [vault.folder, 2],
    [empty, 0],
  ])
  expect(await foldersOf({ requestedRecords: [vault.single] })).toEqual([])
  expect(await foldersOf({ requestedFolders: [empty] })).toEqual([[empty, 0]])
})

test('links are in the answer when they are asked for', async () => {
  const device = await bound('linked')
  const recordOf = async (payload: object) =>
    ((await device.call('get_secret', payload)).json['records'] as Listed[])[0]
  expect(await recordOf({ requestLinks: true })).toHaveProperty('links', [])
  expect(await recordOf({})).not.toHaveProperty('links')
})

test('get_folders has every folder, parents first, the top one with the key of its share', async () => {
  const { json } = await (await bound('folders')).call('get_folders')
  expect(json['records']).toEqual([])
  expect(json['folders']).toEqual([
    {
      folderUid: vault.folder,
      folderKey: expect.stringMatching(/^[\w+/]{80}$/),
      data: expect.any(String),
      parent: null,
      isEditable: true,
      records: null,
    },
    expect.objectContaining({ folderUid: empty, parent: null }),
    {
      folderUid: vault.folderBelow,
      folderKey: expect.stringMatching(/^[\w+/]{86}==$/),
      data: expect.any(String),
      parent: vault.folder,
      isEditable: true,
      records: null,
    },
  ])
})

test('the application key is handed out until the device shows that it has it, and never again', async () => {
  const device = await waiting('forgetful')
  const { publicKey } = device
  const first = await device.call('get_secret', { publicKey })
  const again = await device.call('get_secret', { publicKey })
  expect(first.json).toMatchObject({
    encryptedAppKey: expect.stringMatching(/^[\w+/]{80}$/),
    appOwnerPublicKey: expect.stringMatching(/^[\w+/]{87}=$/),
  })
  expect(again.json['encryptedAppKey']).toBe(first.json['encryptedAppKey'])

  const nothing = { encryptedAppKey: null, appOwnerPublicKey: null }
  expect((await device.call('get_secret')).json).toMatchObject(nothing)
  expect((await device.call('get_secret', { publicKey })).json).toMatchObject(nothing)
  expect((await eventsOf('forgetful')).map(({ audit_event }) => audit_event)).toEqual([
    'app_client_connected',
    ...Array(4).fill('app_client_access'),
  ])
})

test('the end of access is in the answer', async () => {
  const { json } = await (await bound('brief')).call('get_secret')
  expect(json['expiresOn']).toBe(4_000_000_000_000)
})

test('a key in the other alphabet, a form content type and any key number are as good', async () => {
  const device = await waiting('ruby')
  const publicKey = Buffer.from(device.publicKey, 'base64').toString('base64url')
  const { headers, ...sealed } = await device.seal({ publicKey, requestedRecords: null })
  const others = { 'Content-Type': 'application/x-www-form-urlencoded', PublicKeyId: '7' }
  const answer = await device.send('get_secret', { ...sealed, headers: { ...headers, ...others } })
  expect(answer.status).toBe(200)
  expect((await device.call('get_secret')).status).toBe(200)
})

test('of one request that arrives many times at once, one is answered', async () => {
  const device = await bound('hasty')
  const sealed = await device.seal({})
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => device.send('get_secret', sealed)),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  const replayed = (await eventsOf('hasty')).filter((event) => event['reason'] === 'replayed')
  expect(replayed).toHaveLength(7)
})

test('an update is answered with nothing, and is there for everybody', async () => {
  const [writer, reader] = [await bound('writer'), await bound('reader')]
  const recordsOf = async (device: typeof reader, payload = {}) =>
    (await device.call('get_secret', payload)).json['records'] as Listed[]
  const [before, ...others] = await recordsOf(reader)
  expect(await recordsOf(writer)).toEqual([before, ...others])

  const data = Buffer.alloc(64, 1)
  const record = { recordUid: vault.single, data: data.toString('base64url'), revision: 1 }
  const update = { ...record, links2Remove: null }
  expect(await writer.call('update_secret', update)).toMatchObject({ status: 200, text: '' })
  const updated = { ...before, data: data.toString('base64'), revision: 2 }
  expect(await recordsOf(writer, { requestedRecords: [vault.single] })).toEqual([updated])
  expect(await recordsOf(reader)).toEqual([updated, ...others])
})

test('a request that breaks off leaves its attempt', async () => {
  const { headers, body } = await (await bound('broken')).seal({})
  const url = new URL(`${server.url}/api/rest/sm/v1/get_secret`)
  await new Promise<void>((resolve) => {
    const half = request(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': body.length },
    })
    half.on('error', () => resolve())
    half.write(body.subarray(0, 10), () => setTimeout(() => half.destroy(new Error('gone')), 50))
  })
  const brokeOff = async () =>
    (await server.events()).find(
      (event) => event['detail'] === 'The request broke off before its end.',
    )
  await vi.waitUntil(brokeOff, { timeout: 5_000 })
  expect(await brokeOff()).toMatchObject({ reason: 'bad_request', endpoint: 'get_secret' })
})
