import type { Sql } from '../sql.ts'

/** Something that gets another owner, with its key wrapped to the new one's public key. */
export type Given = { readonly uid: string; readonly owner_uid: string; readonly key: string }

/** Whose things are. */
export const ownership = (sql: Sql) => ({
  giveRecord: ({ uid, owner_uid, key }: Given) =>
    sql.run(
      'update records set owner_uid = $2, owner_key = $3 where record_uid = $1',
      ...[uid, owner_uid, key],
    ),
  giveFile: ({ uid, owner_uid, key }: Given) =>
    sql.run(
      'update files set owner_uid = $2, owner_key = $3 where file_uid = $1',
      ...[uid, owner_uid, key],
    ),
  /** A shared folder with all folders below it, whose keys stay under its own. */
  async giveFolder({ uid, owner_uid, key }: Given): Promise<void> {
    await sql.run('update folders set owner_uid = $2 where top_uid = $1', uid, owner_uid)
    await sql.run('update folders set folder_key = $2 where folder_uid = $1', uid, key)
  },
  giveApplication: ({ uid, owner_uid, key }: Given) =>
    sql.run(
      'update applications set owner_uid = $2, app_key = $3 where app_uid = $1',
      ...[uid, owner_uid, key],
    ),
})
