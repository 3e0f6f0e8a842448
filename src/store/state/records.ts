import type { Sql } from '../sql.ts'

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
  /** Those that are shared with an application one by one. */
  listShared: (appUid: string) =>
    sql.all<StoredRecord>(
      `select records.* from shares join records on records.record_uid = shares.secret_uid
        where shares.app_uid = $1 and shares.kind = 'record' order by shares.created_at, record_uid`,
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
