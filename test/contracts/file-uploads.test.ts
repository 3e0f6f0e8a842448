import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { announced, announcement } from '../support/file-sender.ts'
import { filledVault } from '../support/filled-vault.ts'
import { type RawDevice, rawDevice } from '../support/raw-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type UploadForm, uploadForms } from '../support/upload-forms.ts'

/** The bytes of a file on their way in: as every SDK writes them, and as no SDK should. */

let server: TestServer
let device: RawDevice
let other: RawDevice
const vault = await filledVault()
const sender = await vault.device({ name: 'sender' })
const rival = await vault.device({ name: 'rival' })

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' }, fill: vault.fill })
  device = await rawDevice({ server, clientId: sender.clientId })
  await device.bind()
  other = await rawDevice({ server, clientId: rival.clientId })
  await other.bind()
})
afterAll(() => server.stop())

const [form] = uploadForms as readonly [UploadForm]

/** The server of this test speaks no TLS, which the URLs do not know. */
const plain = (url: string) => url.replace('https:', 'http:')

const post = (url: string, { type, chunked }: UploadForm, body: Buffer) =>
  fetch(plain(url), {
    method: 'POST',
    headers: { 'content-type': type },
    ...(chunked
      ? { body: ReadableStream.from([body.subarray(0, 99), body.subarray(99)]), duplex: 'half' }
      : { body: new Uint8Array(body) }),
  } as RequestInit)

type Listed = { readonly fileUid: string; readonly url: string; readonly thumbnailUrl: null }

async function listed(record_uid: string) {
  const { json } = await device.call('get_secret', { requestedRecords: [record_uid] })
  const [record] = json['records'] as { revision: number; files: readonly Listed[] | null }[]
  return { revision: record?.revision ?? 0, files: record?.files ?? [] }
}

const onDisk = () => {
  const folder = join(server.folder, 'files')
  const all = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
    : []
  return all.filter((one) => one.isFile()).length
}

test('an upload ends its connection: JavaScript leaves the answer unread, and its program would stay as long as that', async () => {
  const { url, token } = await announced(device, announcement(vault.single, 500))
  const answer = await post(url, form, form.body(token, randomBytes(500)))
  expect([answer.status, answer.headers.get('connection')]).toEqual([201, 'close'])
})

test.each(uploadForms)('the form of $sdk is read', async (one) => {
  const file = randomBytes(70_000)
  const before = await listed(vault.single)
  const asked = announcement(vault.single, file.length)
  const { url, token, successStatusCode } = await announced(device, asked)
  const answer = await post(url, one, one.body(token, file))
  expect(answer.status).toBe(successStatusCode)
  expect(await answer.text()).not.toBe('')

  const { files, revision } = await listed(vault.single)
  expect(revision).toBe(before.revision + 1)
  const found = files.find(({ fileUid }) => fileUid === asked.fileRecordUid)
  expect(found).toEqual({
    fileUid: asked.fileRecordUid,
    fileKey: asked.linkKey,
    data: asked.fileRecordData,
    url: expect.stringMatching(/^https:/),
    thumbnailUrl: null,
  })
  const down = await fetch(plain(found?.url ?? ''))
  expect(down.headers.get('content-length')).toBe('70000')
  expect(Buffer.from(await down.arrayBuffer()).equals(file)).toBe(true)
})

/** What is refused must leave the record, its files and the disk as they were. */
async function nothingOf(act: () => Promise<{ status: number; reason: string }>) {
  const before = { ...(await listed(vault.single)), blobs: onDisk() }
  const { status, reason } = await act()
  const last = await server.lastEvent()
  const urls = { files: expect.anything() }
  expect({ ...(await listed(vault.single)), blobs: onDisk() }).toMatchObject({ ...before, ...urls })
  expect((await listed(vault.single)).files).toHaveLength(before.files.length)
  return { status, reason, last }
}

const refusedForms: readonly (readonly [string, number, string, (token: string) => Buffer])[] = [
  ['no token', 403, 'bad_link', () => form.body('', Buffer.alloc(500))],
  ['an invented token', 403, 'bad_link', () => form.body('AAAA', Buffer.alloc(500))],
  ['fewer bytes than were announced', 400, 'torn_upload', (t) => form.body(t, Buffer.alloc(499))],
  ['more bytes than were announced', 400, 'bad_request', (t) => form.body(t, Buffer.alloc(501))],
  [
    'a form without an end',
    400,
    'bad_request',
    (t) => form.body(t, Buffer.alloc(500)).subarray(0, 600),
  ],
  ['a form that is none', 400, 'bad_request', () => Buffer.from('junk')],
  [
    'a file before the token',
    403,
    'bad_link',
    (t) => {
      const whole = form.body(t, Buffer.alloc(500)).toString('latin1')
      const [token = '', file = '', ...end] = whole.split(/(?=\r\n------------)/)
      return Buffer.from([file, token, ...end].join(''), 'latin1')
    },
  ],
]

test.each(refusedForms)(
  'an upload with %s leaves nothing but its event',
  async (_, status, reason, body) => {
    const { url, token } = await announced(device, announcement(vault.single, 500))
    const refused = await nothingOf(async () => {
      const answer = await post(url, form, body(token))
      const { error } = (await answer.json()) as { error: string }
      return { status: answer.status, reason: error }
    })
    expect(refused.status).toBe(status)
    expect(refused.last).toMatchObject({
      audit_event: 'app_client_access_denied',
      reason,
      endpoint: 'file_upload',
    })
  },
)

test('an upload that breaks off leaves nothing, and can be made again with the same token', async () => {
  const { url, token } = await announced(device, announcement(vault.single, 500))
  const body = form.body(token, Buffer.alloc(500))
  const before = onDisk()
  await new Promise<void>((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const head = `POST ${new URL(url).pathname} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${form.type}\r\n`
    socket.write(`${head}Content-Length: ${body.length}\r\n\r\n`)
    socket.write(body.subarray(0, 400), () => setTimeout(() => socket.destroy(), 100))
    socket.on('close', () => resolve())
  })
  const brokeOff = async () => String((await server.lastEvent())?.['detail']).includes('broke off')
  await vi.waitUntil(brokeOff, { timeout: 5_000 })
  expect(onDisk()).toBe(before)
  expect((await post(url, form, body)).status).toBe(201)
})

test('of two uploads with one token at the same moment, one is taken', async () => {
  const { url, token } = await announced(device, announcement(vault.single, 500))
  const before = onDisk()
  const answers = await Promise.all(
    [1, 2].map((fill) => post(url, form, form.body(token, Buffer.alloc(500, fill)))),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 403])
  expect(onDisk()).toBe(before + 1)
})

test('a token that was used is refused as a replay, before any byte is taken', async () => {
  const { url, token } = await announced(device, announcement(vault.single, 500))
  const body = form.body(token, Buffer.alloc(500))
  expect((await post(url, form, body)).status).toBe(201)
  const before = onDisk()
  expect((await post(url, form, body)).status).toBe(403)
  expect(await server.lastEvent()).toMatchObject({ reason: 'replayed' })
  expect(onDisk()).toBe(before)
})

test('a record that was changed after a file was announced keeps that change', async () => {
  const { url, token } = await announced(device, announcement(vault.single, 500))
  const { revision } = await listed(vault.single)
  const data = randomBytes(412).toString('base64')
  await device.call('update_secret', { recordUid: vault.single, data, revision })
  const answer = await post(url, form, form.body(token, Buffer.alloc(500)))
  expect(answer.status).toBe(409)
  expect(await server.lastEvent()).toMatchObject({ reason: 'out_of_sync' })
  expect(await listed(vault.single)).toMatchObject({ revision: revision + 1 })
})

test('a file that nobody may add is refused when it is announced', async () => {
  const refused = async (asked: object, by = device) => {
    const { status } = await by.call('add_file', asked)
    return [status, (await server.lastEvent())?.['reason']]
  }
  const asked = announcement(vault.single, 500)
  expect(await refused({ ...asked, ownerRecordUid: vault.notShared })).toEqual([
    404,
    'record_not_found',
  ])
  expect(await refused({ ...asked, ownerRecordRevision: 0 })).toEqual([409, 'out_of_sync'])
  await announced(device, asked)
  expect(await refused(asked)).toEqual([409, 'file_exists'])
  expect(await refused(asked, other)).toEqual([409, 'file_exists'])
})

test('files are found by their UIDs, as Ruby asks for them, those of others not', async () => {
  const { files } = await listed(vault.single)
  const [one] = files
  const { json } = await device.call('get_files', { fileUids: [one?.fileUid, 'none'] })
  expect(json['files']).toEqual([{ ...one, url: expect.not.stringMatching(`^${one?.url}$`) }])
})
