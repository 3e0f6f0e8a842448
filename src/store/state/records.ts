import type { Flag, Sql } from '../sql.ts'

/** A secret, as ciphertext. Its key is wrapped for the owner, and for the shared folder when it lies in one. */
export type StoredRecord = {
  readonly record_uid: string
  readonly owner_uid: string
  /** The folder it lies in, at whatever depth, and the shared folder on top of that. */
  readonly folder_uid: string | null
  readonly top_uid: string | null
  /** Under the owner's data key (60 bytes), or to the owner's public key when a device made the record (125 bytes). */
  readonly owner_key: string
  /** Under the shared folder's key. */
  readonly folder_key: string | null
  readonly data: string
  /** Counts up from 1 with every change. */
  readonly revision: number
  readonly created_at: number
  readonly modified_at: number
}

/** A record as a device gets it, with its key under the key by which the device reaches it. */
export type SharedRecord = Pick<
  StoredRecord,
  'record_uid' | 'folder_uid' | 'top_uid' | 'data' | 'revision'
> & { readonly record_key: string; readonly editable: Flag }

export type Revision = Pick<StoredRecord, 'record_uid' | 'data' | 'revision' | 'modified_at'>

export const records = (sql: Sql) => ({
  find: (recordUid: string) =>
    sql.get<StoredRecord>('select * from records where record_uid = $1', recordUid),
  listOf: (ownerUid: string) =>
    sql.all<StoredRecord>(
      'select * from records where owner_uid = $1 order by created_at, record_uid',
      ownerUid,
    ),
  /** All that a shared folder holds, its lower folders included. */
  listUnder: (topUid: string) =>
    sql.all<StoredRecord>(
      'select * from records where top_uid = $1 order by created_at, record_uid',
      topUid,
    ),
  /** What a device is given of the records that are shared with its application one by one. */
  listShared: (appUid: string) =>
    sql.all<SharedRecord>(
      `select record_uid, folder_uid, top_uid, data, revision, encrypted_secret_key as record_key, editable
        from shares join records on record_uid = secret_uid
        where app_uid = $1 and kind = 'record' order by shares.created_at, record_uid`,
      appUid,
    ),
  /** The same of those in the folders that are shared with it, whose keys open them; a record without that key cannot be given. */
  listSharedUnder: (appUid: string) =>
    sql.all<SharedRecord & { readonly top_uid: string }>(
      `select record_uid, folder_uid, top_uid, data, revision, folder_key as record_key, 0 as editable
        from shares join records on top_uid = secret_uid
        where app_uid = $1 and kind = 'folder' and folder_key is not null order by records.created_at, record_uid`,
      appUid,
    ),
  insert: (record: StoredRecord) =>
    sql.run(
      `insert into records (record_uid, owner_uid, folder_uid, top_uid, owner_key, folder_key, data, revision,
        created_at, modified_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      record.record_uid,
      record.owner_uid,
      record.folder_uid,
      record.top_uid,
      record.owner_key,
      record.folder_key,
      record.data,
      record.revision,
      record.created_at,
      record.modified_at,
    ),
  /** False when somebody else has changed it since revision `revision - 1`. */
  async revise({ record_uid, data, revision, modified_at }: Revision): Promise<boolean> {
    const changed = await sql.run(
      'update records set data = $2, revision = $3, modified_at = $4 where record_uid = $1 and revision = $3 - 1',
      record_uid,
      data,
      revision,
      modified_at,
    )
    return changed === 1
  },
  remove: (recordUid: string) => sql.run('delete from records where record_uid = $1', recordUid),
})
