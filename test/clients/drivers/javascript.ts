import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import type {
  KeeperRecord,
  SecretManagerOptions,
  UpdateTransactionType,
} from '@keeper-security/secrets-manager-core'
import type { Device, Place } from '../support/client.ts'
import { answerLines } from './answer-lines.ts'
import { type Sdk, wrapForServer } from './wrap-for-server.ts'

/** Drives the JavaScript SDK that the first argument names, by its public functions and nothing else. */

const sdk = createRequire(import.meta.url)(process.argv[2] ?? '') as Sdk
const needsHook = process.argv[3] === 'hook'

let options: SecretManagerOptions
const read = new Map<string, KeeperRecord>()

const fieldOf = ({ data }: KeeperRecord, type: string) =>
  data.fields.find((field: { type: string }) => field.type === type)

function readBefore(uid: string): KeeperRecord {
  const record = read.get(uid)
  if (!record) throw new Error(`record ${uid} was not read before`)
  return record
}

const found = (record: KeeperRecord) => ({
  uid: record.recordUid,
  title: record.data.title,
  password: fieldOf(record, 'password')?.value[0] ?? '',
  files: record.files?.map(({ data }) => data.name) ?? [],
})

function fileOf(uid: string, name: string) {
  const file = readBefore(uid).files?.find(({ data }) => data.name === name)
  if (!file) throw new Error(`record ${uid} has no file ${name}`)
  return file
}

async function open({ folder, token, hostname, ...server }: Place) {
  const storage = sdk.localConfigStorage(join(folder, 'ksm-config.json'))
  options = { storage }
  if (token) await sdk.initializeStorage(storage, token, hostname)
  if (needsHook) options = { storage, queryFunction: wrapForServer(sdk, storage, server) }
  else if (token) options = { storage, ...server }
}

/** The SDK keeps the keys of its last answer alone; whoever makes something in a folder needs those of all. */
const readKeys = () => sdk.getSecrets(options)

const place = ({ folder, below }: { readonly folder: string; readonly below?: string }) => ({
  folderUid: folder,
  ...(below && { subFolderUid: below }),
})

const deeds: Partial<Device> & { open(place: Place): Promise<void> } = {
  open,
  async read({ records = [], folders = [] }) {
    const filters = { recordsFilter: [...records], foldersFilter: [...folders] }
    const answer = await sdk.getSecrets2(options, filters)
    for (const record of answer.records) read.set(record.recordUid, record)
    return answer.records.map(found)
  },
  notation: async ({ notation }) => (await sdk.getNotationResults(options, notation)).join(),
  async save({ record, password, transaction, links }) {
    const changed = readBefore(record)
    fieldOf(changed, 'password').value = [password]
    const type = transaction as UpdateTransactionType | undefined
    await sdk.updateSecret(options, changed, type, links && [...links])
  },
  finish: ({ record, rollback }) => sdk.completeTransaction(options, record, rollback),
  async create({ title, password, ...wanted }) {
    await readKeys()
    const fields = [
      { type: 'login', value: ['robot'] },
      { type: 'password', value: [password] },
    ]
    return sdk.createSecret2(options, place(wanted), { title, type: 'login', fields })
  },
  async remove({ records }) {
    const answer = await sdk.deleteSecret(options, [...records])
    return answer.records.map(({ responseCode }) => responseCode)
  },
  async folders() {
    const folders = await sdk.getFolders(options)
    return folders.map(({ folderUid, parentUid, name }) => ({
      uid: folderUid,
      parent: parentUid ?? null,
      name: name ?? '',
    }))
  },
  async createFolder({ name, ...wanted }) {
    await readKeys()
    return sdk.createFolder(options, place(wanted), name)
  },
  async renameFolder({ folder, name }) {
    await sdk.getFolders(options)
    await sdk.updateFolder(options, folder, name)
  },
  async removeFolder({ folder, force }) {
    const answer = await sdk.deleteFolder(options, [folder], force)
    return answer.folders.map(({ responseCode }) => responseCode)
  },
  upload({ record, file }) {
    const name = basename(file)
    const upload = { name, title: name, type: 'text/plain', data: readFileSync(file) }
    return sdk.uploadFile(options, readBefore(record), upload)
  },
  async download({ record, name, into }) {
    writeFileSync(into, await sdk.downloadFile(fileOf(record, name)))
  },
  async detach({ record, name }) {
    const { fileUid } = fileOf(record, name)
    await sdk.updateSecret(options, readBefore(record), undefined, [fileUid])
  },
}

await answerLines(deeds as Parameters<typeof answerLines>[0])
