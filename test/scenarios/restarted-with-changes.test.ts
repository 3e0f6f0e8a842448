import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Running, serve } from '../../src/serve.ts'
import { announced, announcement } from '../support/file-sender.ts'
import { filledVault } from '../support/filled-vault.ts'
import { type RawDevice, rawDevice } from '../support/raw-device.ts'
import { serverStore } from '../support/server-store.ts'
import { type UploadForm, uploadForms } from '../support/upload-forms.ts'

/** What a device began before a restart of the server goes on after it, and what was used up stays used up. */

const hour = 3_600_000

let folder: string
let kept: Awaited<ReturnType<typeof serverStore>>
let running: Running
let passed = 0
let listen = '127.0.0.1:0'
let device: RawDevice
const vault = await filledVault()
const { clientId } = await vault.device({ name: 'steady' })

async function begin() {
  const flags = { data: folder, listen, tls: 'off', logLevel: 'silent', ...kept.flags }
  running = await serve(readConfig(flags, {}), () => new Date(Date.now() + passed))
  listen = `127.0.0.1:${new URL(running.url).port}`
}

async function restart() {
  await running.stop()
  await begin()
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-restarted-'))
  kept = await serverStore(folder)
  await kept.fill(vault.fill)
  await begin()
  device = await rawDevice({ server: running, clientId })
  await device.bind()
})
afterAll(async () => {
  await running.stop()
  await kept.remove()
  await rm(folder, { recursive: true, force: true })
})

const recordUid = vault.single
const stage = (revision: number) =>
  device.call('update_secret', {
    recordUid,
    data: randomBytes(412).toString('base64'),
    revision,
    transactionType: 'rotation',
  })

type Listed = { readonly revision: number; readonly files: readonly { url: string }[] | null }

async function listed(): Promise<Listed | undefined> {
  const { json } = await device.call('get_secret', { requestedRecords: [recordUid] })
  return (json['records'] as Listed[])[0]
}

const plain = (url: string) => url.replace('https:', 'http:')
const [form] = uploadForms as readonly [UploadForm]

const upload = (url: string, token: string) =>
  fetch(plain(url), {
    method: 'POST',
    headers: { 'content-type': form.type },
    body: new Uint8Array(form.body(token, Buffer.alloc(500))),
  })

test('a staged update is finalized after the restart', async () => {
  expect((await stage(1)).status).toBe(200)
  await restart()
  expect((await device.call('finalize_secret_update', { recordUid })).status).toBe(200)
  expect(await listed()).toMatchObject({ revision: 2 })
})

test('an announced file is sent after the restart, and its link works then, once', async () => {
  const { url, token } = await announced(device, announcement(recordUid, 500))
  await restart()
  expect((await upload(url, token)).status).toBe(201)
  const link = plain((await listed())?.files?.[0]?.url ?? '')
  await restart()
  expect((await fetch(link)).status).toBe(200)
  await restart()
  expect((await fetch(link)).status).toBe(403)
  expect((await upload(url, token)).status).toBe(403)
})

test('what expired is cleaned up at the start, each update on the record; a file without a record goes too', async () => {
  expect((await stage(3)).status).toBe(200)
  await announced(device, announcement(recordUid, 500))
  const [blobFolder = ''] = (await readdir(join(folder, 'files'))).filter(
    (name) => name !== '.drafts',
  )
  await device.call('delete_secret', { recordUids: [recordUid] })
  expect(await readdir(join(folder, 'files', blobFolder))).toHaveLength(1)

  const other = { recordUid: vault.inFolder, data: randomBytes(412).toString('base64') }
  await device.call('update_secret', { ...other, revision: 1, transactionType: 'general' })
  passed = 2 * hour
  await restart()
  await running.stop()
  expect(await readdir(join(folder, 'files', blobFolder))).toHaveLength(0)
  const expired = (await kept.events()).find(
    ({ audit_event }) => audit_event === 'app_client_record_update_expired',
  )
  expect(expired).toMatchObject({
    device_name: 'steady',
    secret_uid: vault.inFolder,
    username: vault.ownerEmail,
    outcome: 'failure',
  })
  await begin()
})
