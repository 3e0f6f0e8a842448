import { join } from 'node:path'
import type { Config } from './config.ts'
import type { FileHouse } from './protocol/file-house.ts'
import { fileTickets } from './protocol/file-ticket.ts'
import type { ServerKey } from './protocol/server-key.ts'
import { folderBlobs } from './store/folder-blobs.ts'

/** Where the ciphertext of files lies in a data folder. */
export const filesFolder = 'files'

export type FileConfig = Pick<Config, 'data' | 'fileLimit' | 'fileQuota'>
type Server = { readonly serverKey: ServerKey; hostname(): string }

/** Files lie in the data folder, whatever keeps the rest: servers that share a database share that folder too. */
export const fileHouse = (
  { data, fileLimit: largest, fileQuota: quota }: FileConfig,
  { serverKey, hostname }: Server,
): FileHouse => ({
  blobs: folderBlobs(join(data, filesFolder)),
  limits: { largest, quota },
  tickets: fileTickets(serverKey),
  hostname,
})
