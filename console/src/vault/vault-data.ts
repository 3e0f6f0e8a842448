import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RecordData } from '../../../src/client/crypto/record-data.ts'
import { addFile, getFile, removeFile } from '../../../src/client/files.ts'
import {
  addFolder,
  findFolderPlace,
  listFolders,
  removeFolder,
} from '../../../src/client/folders.ts'
import {
  addRecord,
  getRecord,
  listRecords,
  removeRecord,
  updateRecord,
} from '../../../src/client/records.ts'
import type { Vault } from '../../../src/client/vault.ts'
import { type Progress, useWork, type Watching } from '../parts/use-work.ts'
import { saveBlob } from '../reports/save-file.ts'
import { watchedApi } from '../session.ts'

/** What the vault holds, opened here: the server has none of its keys. */

const key = ['vault']

export const useRecords = (vault: Vault) =>
  useQuery({ queryKey: [...key, 'records'], queryFn: () => listRecords(vault) })

export type Listed = NonNullable<ReturnType<typeof useRecords>['data']>[number]

export const useFolders = (vault: Vault) =>
  useQuery({ queryKey: [...key, 'folders'], queryFn: () => listFolders(vault) })

export type Folder = NonNullable<ReturnType<typeof useFolders>['data']>[number]

export const useRecord = (vault: Vault, uid: string) =>
  useQuery({ queryKey: [...key, 'record', uid], queryFn: () => getRecord(vault, uid) })

export type Opened = NonNullable<ReturnType<typeof useRecord>['data']>

/** Changes something of the vault; what is shown of it is opened again. */
function useChange<Input, Result>(change: (input: Input) => Promise<Result>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}

export type NewRecord = { readonly record: RecordData; readonly folder: string }

export const useAddRecord = (vault: Vault) =>
  useChange(async ({ record, folder }: NewRecord) => {
    const place = folder === '' ? undefined : await findFolderPlace(vault, folder)
    return addRecord(vault, record, place)
  })

export const useUpdateRecord = (vault: Vault, uid: string) =>
  useChange((record: RecordData) => updateRecord(vault, uid, () => record))

export const useRemoveRecord = (vault: Vault) =>
  useChange((uid: string) => removeRecord(vault, uid))

export const useAddFolder = (vault: Vault) =>
  useChange((folder: { readonly name: string; readonly parent?: string }) =>
    addFolder(vault, folder),
  )

/** Only an empty one: what holds something is not removed by a click. */
export const useRemoveFolder = (vault: Vault) =>
  useChange((uid: string) => removeFolder(vault, uid, { force: false }))

/** What holds the bytes of files while it is watched how they go and come. */
const watched = (vault: Vault, watching: Watching): Vault => ({
  ...vault,
  api: watchedApi(watching),
})

const sizeOf = (files: readonly File[]) => files.reduce((sum, { size }) => sum + size, 0)

/** Encrypts files here, name and content, and hangs them on a record, one after another; those that hang there stay. */
export function useAddFiles(vault: Vault, record_uid: string) {
  const client = useQueryClient()
  const add = async (files: readonly File[], { signal, told }: Watching) => {
    const of = sizeOf(files)
    for (const [at, file] of files.entries()) {
      const before = sizeOf(files.slice(0, at))
      const next = ({ done }: Progress) => told({ done: Math.min(before + done, of), of })
      await addFile(watched(vault, { signal, told: next }), record_uid, {
        name: file.name,
        type: file.type || 'application/octet-stream',
        lastModified: file.lastModified,
        bytes: new Uint8Array(await file.arrayBuffer()),
      })
    }
  }
  return useWork(add, () => client.invalidateQueries({ queryKey: key }))
}

/** Fetches a file, opens it here, and gives it to the person. */
export const useDownload = (vault: Vault, record_uid: string) =>
  useWork(async (file_uid: string, watching) => {
    const { name, type, bytes } = await getFile(watched(vault, watching), record_uid, file_uid)
    saveBlob(name, new Blob([bytes], { type: type ?? 'application/octet-stream' }))
  })

/** Takes a file off a record: devices do not get it any more. */
export const useRemoveFile = (vault: Vault, record_uid: string) =>
  useChange((file_uid: string) => removeFile(vault, record_uid, file_uid))
