import type { Sql } from '../sql.ts'
import type { StoredRecord } from './records.ts'

/** A link of a record. A record has one of a kind to another, or to itself: the latter hold settings. */
export type RecordLink = {
  readonly record_uid: string
  /** The record that it leads to; itself for settings. */
  readonly linked_uid: string
  /** What kind it is, empty for a login of another record: `meta`, `ai_settings`, `jit_settings`, … */
  readonly path: string
  /** Base64 of what the owner's client has put there, which may be ciphertext. */
  readonly data: string | null
  readonly created_at: number
}

export const recordLinks = (sql: Sql) => {
  const listOf = (recordUid: string) =>
    sql.all<RecordLink>(
      'select * from record_links where record_uid = $1 order by created_at, linked_uid, path',
      recordUid,
    )

  return {
    listOf,
    /** Those of every record that an application reaches, by itself or in a shared folder. */
    listShared: (appUid: string) =>
      sql.all<RecordLink>(
        `select record_links.* from shares join record_links on record_uid = secret_uid where app_uid = $1 and kind = 'record'
          union select record_links.* from shares join records on top_uid = secret_uid
            join record_links on record_links.record_uid = records.record_uid where app_uid = $1 and kind = 'folder'
          order by created_at, linked_uid, path`,
        appUid,
      ),
    /** Those that other records have to it, with whose each of these is. */
    listTo: (recordUid: string) =>
      sql.all<RecordLink & Pick<StoredRecord, 'owner_uid' | 'top_uid'>>(
        `select record_links.*, owner_uid, top_uid from record_links join records on records.record_uid = record_links.record_uid
          where linked_uid = $1 and record_links.record_uid <> $1 order by record_links.created_at, record_links.record_uid, path`,
        recordUid,
      ),
    /** Makes a link, or gives one that is there other data. */
    put: ({ record_uid, linked_uid, path, data, created_at }: RecordLink) =>
      sql.run(
        `insert into record_links (record_uid, linked_uid, path, data, created_at) values ($1, $2, $3, $4, $5)
          on conflict (record_uid, linked_uid, path) do update set data = excluded.data`,
        record_uid,
        linked_uid,
        path,
        data,
        created_at,
      ),
    remove: ({
      record_uid,
      linked_uid,
      path,
    }: Pick<RecordLink, 'record_uid' | 'linked_uid' | 'path'>) =>
      sql.run(
        'delete from record_links where record_uid = $1 and linked_uid = $2 and path = $3',
        record_uid,
        linked_uid,
        path,
      ),
    /** Takes all away that a record has and that others have to it, and says which. */
    async removeAround(recordUid: string): Promise<readonly RecordLink[]> {
      const gone = await sql.all<RecordLink>(
        'select * from record_links where record_uid = $1 or linked_uid = $1 order by created_at, record_uid, linked_uid, path',
        recordUid,
      )
      if (gone.length > 0)
        await sql.run(
          'delete from record_links where record_uid = $1 or linked_uid = $1',
          recordUid,
        )
      return gone
    },
  }
}
