import type { Sql } from '../sql.ts'

/** The requests that a device has made, by the SHA-256 of their transmission key, which no honest client uses twice. */
export const replays = (sql: Sql) => ({
  /** False when this very request was processed before. */
  async add(deviceUid: string, hash: Uint8Array, seenAt: number): Promise<boolean> {
    const added = await sql.run(
      'insert into replays (device_uid, hash, seen_at) values ($1, $2, $3) on conflict do nothing',
      deviceUid,
      hash,
      seenAt,
    )
    return added === 1
  },
})
