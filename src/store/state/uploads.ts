import type { Sql } from '../sql.ts'
import type { StoredFile } from './files.ts'

/** A file that somebody announced and has not sent yet. With it the record's next version comes, which names it. */
export type Upload = Pick<
  StoredFile,
  'file_uid' | 'record_uid' | 'owner_uid' | 'owner_key' | 'link_key' | 'data' | 'size'
> & {
  readonly record_data: string
  /** The revision that `record_data` builds on. */
  readonly record_revision: number
  /** The device or the account that announced it. */
  readonly uploader: string
  readonly expires_at: number
}

export const uploads = (sql: Sql) => ({
  find: (fileUid: string) => sql.get<Upload>('select * from uploads where file_uid = $1', fileUid),
  insert: (upload: Upload) =>
    sql.run(
      `insert into uploads (file_uid, record_uid, owner_uid, owner_key, link_key, data, size, record_data,
        record_revision, uploader, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      upload.file_uid,
      upload.record_uid,
      upload.owner_uid,
      upload.owner_key,
      upload.link_key,
      upload.data,
      upload.size,
      upload.record_data,
      upload.record_revision,
      upload.uploader,
      upload.expires_at,
    ),
  remove: (fileUid: string) => sql.run('delete from uploads where file_uid = $1', fileUid),
  removeOf: (recordUid: string) => sql.run('delete from uploads where record_uid = $1', recordUid),
  removeExpired: (now: number) => sql.run('delete from uploads where expires_at <= $1', now),
})
