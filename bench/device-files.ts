import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createSecret,
  getSecrets,
  initializeStorage,
  inMemoryStorage,
  type SecretManagerOptions,
  uploadFile,
} from '@keeper-security/secrets-manager-core'
import { createApplication, findApplication } from '../src/client/applications.ts'
import { addDevices } from '../src/client/devices.ts'
import { addFolder } from '../src/client/folders.ts'
import { addShares } from '../src/client/shares.ts'
import { median } from './clients.ts'
import { firstOwner } from './device.ts'
import { memoryOf, startPinned } from './pinned.ts'
import { write } from './print.ts'

const fileBytes = 10_000_000
const transfers = 20

/** The official SDK with an editable folder, bound over TLS. */
async function sdkOf(url: string, folder: string): Promise<SecretManagerOptions> {
  const owner = await firstOwner(url, folder)
  const { folder_uid } = await addFolder(owner, { name: 'files' })
  await createApplication(owner, 'files')
  const application = await findApplication(owner, 'files')
  await addShares(owner, application, { secret_uids: [folder_uid], editable: true })
  const [made] = await addDevices(owner, application, { names: ['files'], lock_ip: false })
  const key = await (await owner.api.server.$get()).json()
  const storage = inMemoryStorage({
    serverPublicKey: key.server_public_key,
    serverPublicKeyId: key.server_public_key_id,
  })
  await initializeStorage(storage, made?.token ?? '', new URL(url).host)
  const sdk = { storage }
  await getSecrets(sdk)
  await createSecret(sdk, folder_uid, { title: 'With a file', type: 'login', fields: [] })
  return sdk
}

const onlyRecord = async (sdk: SecretManagerOptions) => {
  const [record] = (await getSecrets(sdk)).records
  if (!record) throw new Error('the record is gone')
  return record
}

/** Milliseconds that it takes up, and down again: without the SDK, which joins what comes in a way that takes ten times as long. */
async function transfer(sdk: SecretManagerOptions, name: string): Promise<readonly number[]> {
  const data = randomBytes(fileBytes)
  const began = performance.now()
  const about = { name, title: name, type: 'application/octet-stream', data }
  await uploadFile(sdk, await onlyRecord(sdk), about)
  const up = performance.now()
  const file = (await onlyRecord(sdk)).files?.find((one) => one.data.name === name)
  if (!file) throw new Error(`the file ${name} is gone`)
  const came = await (await fetch(file.url ?? '')).arrayBuffer()
  if (came.byteLength < fileBytes) throw new Error(`the file ${name} came back cut off`)
  return [up - began, performance.now() - up]
}

/** Files of ten megabytes, one after the other, sent by the official SDK: how long, and what the server holds meanwhile. */
export async function benchFiles(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
  const quota = ['--file-quota', String(fileBytes * (transfers + 1))]
  const flags = ['--data', folder, '--listen', '127.0.0.1:0', ...quota]
  const server = await startPinned({ flags, cores: '0,1' })
  try {
    const sdk = await sdkOf(server.url, folder)
    const times: (readonly number[])[] = []
    const memory: number[] = []
    for (let n = 0; n < transfers; n++) {
      times.push(await transfer(sdk, `file-${n}.bin`))
      memory.push(await memoryOf(server.pid))
    }
    const middle = (way: number) => Math.round(median(times.map((one) => one[way] ?? Number.NaN)))
    const [early = Number.NaN, late = Number.NaN] = [memory[4], memory.at(-1)]
    write(
      `files of 10 MB over TLS, one after the other: up ${middle(0)} ms (with the SDK's crypto), down ${middle(1)} ms; ${Math.round(early)} MB resident after 5 of them, ${Math.round(late)} MB after ${transfers}`,
    )
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
}
