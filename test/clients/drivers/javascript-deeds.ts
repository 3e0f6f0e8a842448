import type {
  KeeperRecord,
  SecretManagerOptions,
  UpdateTransactionType,
} from '@keeper-security/secrets-manager-core'
import type { Device } from '../support/client.ts'
import type { Sdk } from './wrap-for-server.ts'

/** What differs between Node and a browser: files are bytes here. */
export type JavaScriptDevice = Omit<Device, 'stop' | 'upload' | 'download'> & {
  upload(wanted: {
    readonly record: string
    readonly name: string
    readonly data: Uint8Array
  }): Promise<unknown>
  download(wanted: { readonly record: string; readonly name: string }): Promise<Uint8Array>
}

const fieldOf = ({ data }: KeeperRecord, type: string) =>
  data.fields.find((field: { type: string }) => field.type === type)

const found = (record: KeeperRecord) => ({
  uid: record.recordUid,
  title: record.data.title,
  password: fieldOf(record, 'password')?.value[0] ?? '',
  files: record.files?.map(({ data }) => data.name) ?? [],
})

const place = ({ folder, below }: { readonly folder: string; readonly below?: string }) => ({
  folderUid: folder,
  ...(below && { subFolderUid: below }),
})

/** An SDK with its configuration, and the records that it has read. */
type Open = {
  readonly sdk: Sdk
  readonly options: SecretManagerOptions
  readonly read: Map<string, KeeperRecord>
}

function readBefore({ read }: Open, uid: string): KeeperRecord {
  const record = read.get(uid)
  if (!record) throw new Error(`record ${uid} was not read before`)
  return record
}

function fileOf(open: Open, uid: string, name: string) {
  const file = readBefore(open, uid).files?.find(({ data }) => data.name === name)
  if (!file) throw new Error(`record ${uid} has no file ${name}`)
  return file
}

type RecordDeeds = 'read' | 'notation' | 'save' | 'finish' | 'create' | 'remove' | 'links'

const records = (open: Open): Pick<JavaScriptDevice, RecordDeeds> => {
  const { sdk, options } = open
  return {
    async read({ records = [], folders = [] }) {
      const filters = { recordsFilter: [...records], foldersFilter: [...folders] }
      const answer = await sdk.getSecrets2(options, filters)
      for (const record of answer.records) open.read.set(record.recordUid, record)
      return answer.records.map(found)
    },
    notation: async ({ notation }) => (await sdk.getNotationResults(options, notation)).join(),
    async save({ record, password, transaction, links }) {
      const changed = readBefore(open, record)
      fieldOf(changed, 'password').value = [password]
      const type = transaction as UpdateTransactionType | undefined
      await sdk.updateSecret(options, changed, type, links && [...links])
    },
    async links({ record }) {
      const wanted = { recordsFilter: [record], requestLinks: true }
      const { records } = await sdk.getSecrets2(options, wanted)
      const links = records.flatMap((one) => sdk.getLinks(one))
      return links.map((link) => ({ uid: link.recordUid, admin: link.isAdminUser() }))
    },
    finish: ({ record, rollback }) => sdk.completeTransaction(options, record, rollback),
    async create({ title, password, ...wanted }) {
      // The SDK keeps the keys of its last answer alone; whoever makes something in a folder needs those of all.
      await sdk.getSecrets(options)
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
  }
}

type FolderDeeds = 'folders' | 'createFolder' | 'renameFolder' | 'removeFolder'

/** Folders are encrypted in another mode than records, and in a browser a key is good for one mode: they are read before. */
const folders = ({ sdk, options }: Open): Pick<JavaScriptDevice, FolderDeeds> => ({
  async folders() {
    const folders = await sdk.getFolders(options)
    return folders.map(({ folderUid, parentUid, name }) => ({
      uid: folderUid,
      parent: parentUid ?? null,
      name: name ?? '',
    }))
  },
  async createFolder({ name, ...wanted }) {
    await sdk.getFolders(options)
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
})

const files = (open: Open): Pick<JavaScriptDevice, 'upload' | 'download' | 'detach'> => ({
  upload({ record, name, data }) {
    const file = { name, title: name, type: 'text/plain', data }
    return open.sdk.uploadFile(open.options, readBefore(open, record), file)
  },
  download: ({ record, name }) => open.sdk.downloadFile(fileOf(open, record, name)),
  async detach({ record, name }) {
    const { fileUid } = fileOf(open, record, name)
    await open.sdk.updateSecret(open.options, readBefore(open, record), undefined, [fileUid])
  },
})

/** Drives the JavaScript SDK by its public functions and nothing else. A page runs this as well: nothing of Node is here. */
export function javascriptDevice(sdk: Sdk, options: SecretManagerOptions): JavaScriptDevice {
  const open: Open = { sdk, options, read: new Map() }
  return { ...records(open), ...folders(open), ...files(open) }
}
