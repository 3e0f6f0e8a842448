import type { Sql } from '../sql.ts'

/** Rows a device has at most, and requests a row: the newest 480 of each stay, so that a row fits a page of 4 KiB. */
const bucketBits = 12
const perBucket = 480
const markLength = 8

/** What one request leaves: which row it belongs to, and 48 more bits of its hash in base64url. */
export function markOf(hash: Uint8Array) {
  const bytes = Buffer.from(hash)
  return {
    bucket: bytes.readUInt16BE(0) >> (16 - bucketBits),
    mark: bytes.subarray(2, 8).toString('base64url'),
  }
}

const full = perBucket * markLength

/** Adds the marks of a source of rows; those of a mark that is there already stay as they are. */
export const addMarks = (rows: string) => `insert into replays (device_uid, bucket, seen) ${rows}
  on conflict (device_uid, bucket) do update set
    seen = case when length(replays.seen) >= ${full} then substr(replays.seen, ${markLength + 1}) else replays.seen end
      || excluded.seen
    where replace(replays.seen, excluded.seen, '') = replays.seen`

const addMark = addMarks('values ($1, $2, $3)')

const findMark = `select 1 from replays where device_uid = $1 and bucket = $2 and replace(seen, $3, '') <> seen`

/**
 * The requests that a device has made, by the SHA-256 of their transmission key, which no honest client uses twice. Bounded
 * by its shape: 4,096 rows of the newest 480 requests each, at most 16 MiB a device; docs/decisions/0008 has the numbers.
 */
export const replays = (sql: Sql) => ({
  /** False when this very request was processed before. */
  async add(deviceUid: string, hash: Uint8Array): Promise<boolean> {
    const { bucket, mark } = markOf(hash)
    return (await sql.run(addMark, deviceUid, bucket, mark)) === 1
  },
  /** Whether this very request was processed before; nothing is kept of the question. */
  async has(deviceUid: string, hash: Uint8Array): Promise<boolean> {
    const { bucket, mark } = markOf(hash)
    return (await sql.get(findMark, deviceUid, bucket, mark)) !== undefined
  },
  /** Drops the sets of devices that were removed: those are refused by their removal. How many rows went. */
  removeGone: () =>
    sql.run(
      'delete from replays where device_uid in (select device_uid from devices where removed_at is not null)',
    ),
})
