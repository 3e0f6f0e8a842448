import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RecordData } from '../../../src/client/crypto/record-data.ts'
import { addFile, getFile } from '../../../src/client/files.ts'
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
import { saveBlob } from '../reports/save-file.ts'

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

/** Encrypts files here, name and content, and hangs them on a record, one after another. */
export const useAddFiles = (vault: Vault, record_uid: string) =>
  useChange(async (files: readonly File[]) => {
    for (const file of files)
      await addFile(vault, record_uid, {
        name: file.name,
        type: file.type || 'application/octet-stream',
        lastModified: file.lastModified,
        bytes: new Uint8Array(await file.arrayBuffer()),
      })
  })

/** Fetches a file, opens it here, and gives it to the person. */
export const useDownload = (vault: Vault, record_uid: string) =>
  useMutation({
    mutationFn: async (file_uid: string) => {
      const { name, type, bytes } = await getFile(vault, record_uid, file_uid)
      saveBlob(name, new Blob([bytes], { type: type ?? 'application/octet-stream' }))
    },
  })
