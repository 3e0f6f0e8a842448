import type { Blobs } from '../store/blobs.ts'
import type { FileLimits } from '../vault/file-limits.ts'
import type { FileTickets, FileUse } from './file-ticket.ts'

/** What the server has for files. */
export type FileHouse = {
  readonly blobs: Blobs
  readonly limits: FileLimits
  readonly tickets: FileTickets
  /** The host that file URLs name, with its port unless that is 443. */
  hostname(): string
}

/** Where files are sent to and fetched from: the ticket for an upload goes in the form, the others in the path. */
export const filePath = '/api/files'

/** How long a link to a file can be used. Whoever needs it longer reads the record again. */
const linkMs = 15 * 60_000

type Holder = { readonly device_uid: string; readonly file_uid: string; readonly at: Date }

/** The URL to fetch a file from. SDKs take no other scheme than https, also where a proxy speaks TLS for us. */
export function fileUrl(
  { tickets, hostname }: FileHouse,
  use: Exclude<FileUse, 'upload'>,
  { at, ...holder }: Holder,
): string {
  const ticket = tickets.seal({ use, ...holder, expires_at: at.getTime() + linkMs })
  return `https://${hostname()}${filePath}/${ticket}`
}
