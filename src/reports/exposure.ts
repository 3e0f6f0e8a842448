import type { State } from '../store/state.ts'
import type { Row } from './columns.ts'

/**
 * A version of a secret that left. `status` is what is left to do: `rotate` while that version is still the newest,
 * `rotated` once a newer one was stored, `removed` when the record or the file is gone. Times are RFC 3339.
 */
export type LeftVersion = {
  readonly status: 'rotate' | 'rotated' | 'removed'
  readonly record_uid: string
  /** Of a record; a file has no versions, only itself. */
  readonly revision?: number
  readonly current_revision?: number
  readonly attachment_id?: string
  readonly times: number
  readonly first_left: string
  readonly last_left: string
}

/** How often and when something left; times are epoch seconds. */
type Left = { times: number; first: number; last: number }

type Known = Pick<State, 'servedSets' | 'records' | 'files'>

const leftIn = (row: Row): Left => ({
  times: Number(row['occurrences']),
  first: Number(row['first_created']),
  last: Number(row['last_created']),
})

function add(found: Map<string, Left>, key: string, { times, first, last }: Left): void {
  const left = found.get(key) ?? { times: 0, first: Infinity, last: -Infinity }
  left.times += times
  left.first = Math.min(left.first, first)
  left.last = Math.max(left.last, last)
  found.set(key, left)
}

const instant = (seconds: number) => new Date(seconds * 1000).toISOString()

const timesOf = ({ times, first, last }: Left) => ({
  times,
  first_left: instant(first),
  last_left: instant(last),
})

/** The versions in the answers that left, each once. Unknown sets hold nothing: they come from another log. */
async function versionsIn(answers: AsyncIterable<Row>, { servedSets }: Known) {
  const found = new Map<string, Left>()
  for await (const row of answers)
    for (const version of (await servedSets.find(String(row['served']))) ?? [])
      add(found, version, leftIn(row))
  return found
}

/** What is left to do about a version, where that is the newest of its record. */
export const versionStatus = (
  revision: number,
  newest: number | undefined,
): LeftVersion['status'] => {
  if (newest === undefined) return 'removed'
  return newest > revision ? 'rotated' : 'rotate'
}

async function recordsLeft(answers: AsyncIterable<Row>, state: Known): Promise<LeftVersion[]> {
  const versions: LeftVersion[] = []
  const current = new Map<string, number | undefined>()
  for (const [version, left] of await versionsIn(answers, state)) {
    const colon = version.lastIndexOf(':')
    const record_uid = version.slice(0, colon)
    const revision = Number(version.slice(colon + 1))
    if (!current.has(record_uid))
      current.set(record_uid, (await state.records.find(record_uid))?.revision)
    const newest = current.get(record_uid)
    const status = versionStatus(revision, newest)
    const now = newest === undefined ? {} : { current_revision: newest }
    versions.push({ status, record_uid, revision, ...now, ...timesOf(left) })
  }
  return versions
}

async function filesLeft(rows: AsyncIterable<Row>, { files }: Known): Promise<LeftVersion[]> {
  const found: LeftVersion[] = []
  for await (const row of rows) {
    const attachment_id = String(row['attachment_id'])
    const status = (await files.find(attachment_id)) ? 'rotate' : 'removed'
    const record_uid = String(row['record_uid'])
    found.push({ status, record_uid, attachment_id, ...timesOf(leftIn(row)) })
  }
  return found
}

const urgency = ['rotate', 'rotated', 'removed']

/** What is still to do first, and of that what left last. */
const byUrgency = (a: LeftVersion, b: LeftVersion) =>
  urgency.indexOf(a.status) - urgency.indexOf(b.status) ||
  b.last_left.localeCompare(a.last_left) ||
  a.record_uid.localeCompare(b.record_uid) ||
  (b.revision ?? 0) - (a.revision ?? 0)

/**
 * Every version of a secret that left, and whether it is still in use, from the rows of both `exposures`. It ticks itself
 * off: a version is `rotated` as soon as the log has a newer one of its record.
 */
export async function exposure(
  rows: { readonly answers: AsyncIterable<Row>; readonly files: AsyncIterable<Row> },
  state: Known,
): Promise<readonly LeftVersion[]> {
  const left = [
    ...(await recordsLeft(rows.answers, state)),
    ...(await filesLeft(rows.files, state)),
  ]
  return left.sort(byUrgency)
}
