import type { Flag, Sql } from '../sql.ts'

/** A record that nobody should touch. To clients it is a record like any other. */
export type Decoy = {
  readonly record_uid: string
  /** Whether the access of a device that touches it ends. */
  readonly lock_device: Flag
  readonly created_at: number
}

/** Who touched one: a device, or the commitment of a person's name. */
export type Touch = { readonly record_uid: string; readonly toucher: string; readonly seq: number }

export const decoys = (sql: Sql) => ({
  list: () => sql.all<Decoy>('select * from decoys order by created_at, record_uid'),
  put: ({ record_uid, lock_device, created_at }: Decoy) =>
    sql.run(
      `insert into decoys (record_uid, lock_device, created_at) values ($1, $2, $3)
        on conflict (record_uid) do update set lock_device = excluded.lock_device`,
      record_uid,
      lock_device,
      created_at,
    ),
  async remove(recordUid: string): Promise<boolean> {
    await sql.run('delete from decoy_touches where record_uid = $1', recordUid)
    return (await sql.run('delete from decoys where record_uid = $1', recordUid)) > 0
  },
  /** False when they have touched it before. */
  touch: async ({ record_uid, toucher, seq }: Touch): Promise<boolean> =>
    (await sql.run(
      'insert into decoy_touches (record_uid, toucher, seq) values ($1, $2, $3) on conflict (record_uid, toucher) do nothing',
      record_uid,
      toucher,
      seq,
    )) > 0,
})
