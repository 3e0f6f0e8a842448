import type { Sql } from '../sql.ts'

/** A file that hangs on a record. What it holds lies in `Blobs` under the name `blob`; here are its keys and its facts. */
export type StoredFile = {
  readonly file_uid: string
  readonly record_uid: string
  readonly owner_uid: string
  /** The file's key under the owner's data key (60 bytes), or to the owner's public key when a device made it (125). */
  readonly owner_key: string
  /** The file's key under the record's key. */
  readonly link_key: string
  /** Name, type, size and time, under the file's key. */
  readonly data: string
  /** Bytes of the ciphertext, and their SHA-256 in base64url. */
  readonly size: number
  readonly sha256: string
  readonly blob: string
  readonly thumbnail_size: number | null
  readonly thumbnail_sha256: string | null
  readonly thumbnail_blob: string | null
  readonly created_at: number
}

export type Thumbnail = {
  readonly file_uid: string
  readonly size: number
  readonly sha256: string
  readonly blob: string
}

export const files = (sql: Sql) => {
  const listOf = (recordUid: string) =>
    sql.all<StoredFile>(
      'select * from files where record_uid = $1 order by created_at, file_uid',
      recordUid,
    )

  const contents = () =>
    sql.all<Pick<StoredFile, 'blob' | 'size' | 'sha256'>>(
      `select blob, size, sha256 from files union all
        select thumbnail_blob, thumbnail_size, thumbnail_sha256 from files where thumbnail_blob is not null`,
    )

  return {
    find: (fileUid: string) =>
      sql.get<StoredFile>('select * from files where file_uid = $1', fileUid),
    listOf,
    /** The files of every record that an application reaches, by itself or in a shared folder. */
    listShared: (appUid: string) =>
      sql.all<StoredFile>(
        `select files.* from shares join files on record_uid = secret_uid where app_uid = $1 and kind = 'record'
          union select files.* from shares join records on top_uid = secret_uid
            join files on files.record_uid = records.record_uid where app_uid = $1 and kind = 'folder'
          order by created_at, file_uid`,
        appUid,
      ),
    insert: (file: Omit<StoredFile, 'thumbnail_size' | 'thumbnail_sha256' | 'thumbnail_blob'>) =>
      sql.run(
        `insert into files (file_uid, record_uid, owner_uid, owner_key, link_key, data, size, sha256, blob, created_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        file.file_uid,
        file.record_uid,
        file.owner_uid,
        file.owner_key,
        file.link_key,
        file.data,
        file.size,
        file.sha256,
        file.blob,
        file.created_at,
      ),
    setThumbnail: ({ file_uid, size, sha256, blob }: Thumbnail) =>
      sql.run(
        'update files set thumbnail_size = $2, thumbnail_sha256 = $3, thumbnail_blob = $4 where file_uid = $1',
        file_uid,
        size,
        sha256,
        blob,
      ),
    remove: (fileUid: string) => sql.run('delete from files where file_uid = $1', fileUid),
    removeOf: (recordUid: string) => sql.run('delete from files where record_uid = $1', recordUid),
    /** Bytes that an owner's files take, and those that are announced. */
    async bytesOf(ownerUid: string): Promise<number> {
      const row = await sql.get<{ bytes: number }>(
        `select cast(coalesce(sum(size), 0) as bigint) as bytes from (
          select size from files where owner_uid = $1
          union all select thumbnail_size from files where owner_uid = $1
          union all select size from uploads where owner_uid = $1) as taken`,
        ownerUid,
      )
      return Number(row?.bytes ?? 0)
    },
    /** Every blob that a file has, with what it must hold: every other one is left over. */
    contents,
  }
}
