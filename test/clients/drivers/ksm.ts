import { join } from 'node:path'
import type { Device, FoundRecord, Place } from '../support/client.ts'
import { folderOf } from '../support/fetch-clients.ts'
import { type Tool, tool } from '../support/run-tool.ts'

/** The `ksm` command as a device. A command keeps nothing but its profile, so every deed is one command or two. */

type Listed = { readonly uid: string }
type Got = Listed & {
  readonly title: string
  readonly fields: readonly { readonly type: string; readonly value: readonly string[] }[]
  readonly files: readonly { readonly name: string }[]
}
type Deleted = { readonly responseCode: string }
type ListedFolder = Listed & { readonly parent_uid: string; readonly title: string }

const found = ({ uid, title, fields, files }: Got): FoundRecord => ({
  uid,
  title,
  password: fields.find(({ type }) => type === 'password')?.value[0] ?? '',
  files: files.map(({ name }) => name),
})

const uidFlags = (uids: readonly string[]) => uids.flatMap((uid) => ['--uid', uid])

const reads = (ksm: Tool): Pick<Device, 'read' | 'notation' | 'folders'> => ({
  async read({ records, folders }) {
    const within = folders?.flatMap((uid) => ['--folder', uid, '--recursive']) ?? []
    const list = async () => JSON.parse(await ksm('secret', 'list', '--json', ...within))
    const uids = records ?? ((await list()) as readonly Listed[]).map(({ uid }) => uid)
    if (uids.length === 0) return []
    const get = ['secret', 'get', '--json', '--force-array', ...uidFlags(uids)]
    const none = ({ message }: Error) => {
      if (message.includes('Cannot find')) return '[]'
      throw new Error(message)
    }
    return (JSON.parse(await ksm(...get).catch(none)) as readonly Got[]).map(found)
  },
  notation: ({ notation }) => ksm('secret', 'notation', notation),
  async folders() {
    const folders = JSON.parse(await ksm('folder', 'list', '--json')) as readonly ListedFolder[]
    return folders.map(({ uid, parent_uid, title }) => ({
      uid,
      parent: parent_uid || null,
      name: title,
    }))
  },
})

const records = (ksm: Tool): Pick<Device, 'save' | 'create' | 'remove'> => ({
  save: ({ record, password }) =>
    ksm('secret', 'update', '--uid', record, '--field', `password=${password}`),
  create({ folder, below = folder, title, password }) {
    const place = ['--storage-folder-uid', below, '--record-type', 'login', '--title', title]
    return ksm('secret', 'add', 'field', ...place, 'login=robot', `password=${password}`)
  },
  async remove({ records }) {
    const deleted = JSON.parse(await ksm('secret', 'delete', '--json', ...uidFlags(records)))
    return (deleted as readonly Deleted[]).map(({ responseCode }) => responseCode)
  },
})

type Folders = Pick<Device, 'createFolder' | 'renameFolder' | 'removeFolder'>

const folders = (ksm: Tool): Folders => ({
  createFolder: ({ folder, below = folder, name }) =>
    ksm('folder', 'add', '--parent-folder', below, '--title', name),
  renameFolder: ({ folder, name }) => ksm('folder', 'update', '--folder', folder, '--title', name),
  async removeFolder({ folder, force }) {
    const remove = ['folder', 'delete', '--json', ...(force ? ['--force'] : []), folder]
    const deleted = JSON.parse(await ksm(...remove)) as readonly Deleted[]
    return deleted.map(({ responseCode }) => responseCode)
  },
})

const files = (ksm: Tool): Pick<Device, 'upload' | 'download' | 'detach'> => ({
  upload: ({ record, file }) => ksm('secret', 'upload', '--uid', record, '--file', file),
  download: ({ record, name, into }) =>
    ksm('secret', 'download', '--uid', record, '--name', name, '--file-output', into),
  detach: ({ record, name }) => ksm('secret', 'delete-attachment', '--uid', record, '--file', name),
})

/** Makes a profile with the token, if there is one. */
export async function openKsm(place: Place): Promise<Device> {
  const { folder, token, hostname, serverPublicKey, caFile } = place
  const ini = join(folder, 'keeper.ini')
  const env = {
    PYTHONPATH: join(import.meta.dirname, 'ksm-site'),
    KEEPWATCH_SERVER_KEY: serverPublicKey,
    REQUESTS_CA_BUNDLE: caFile,
  }
  const program = tool(join(folderOf('python'), 'bin/ksm'), env)
  const ksm: Tool = (...args) => program('--ini-file', ini, '--no-color', ...args)
  const init = ['profile', 'init', '--ini-file', ini, '--hostname', hostname, '--token']
  if (token) await program(...init, token)
  const finish = () => Promise.reject(new Error('ksm has no updates in two steps'))
  const links = () => Promise.reject(new Error('ksm shows no links of records'))
  const stop = async () => {}
  return { ...reads(ksm), ...records(ksm), ...folders(ksm), ...files(ksm), links, finish, stop }
}
