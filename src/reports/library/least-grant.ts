import type { Row } from '../columns.ts'
import { type Grant, granted } from '../granted.ts'
import { readings } from '../readings.ts'
import {
  askedConditions,
  type ReadyAsked,
  type ReadyReport,
  type Sources,
} from '../ready-report.ts'

/** What devices changed, as `application record`. */
async function changes({ query }: Sources, asked: ReadyAsked): Promise<ReadonlySet<string>> {
  const changed = new Set<string>()
  const rows = query({
    report_type: 'span',
    columns: ['app_uid', 'secret_uid'],
    where: [
      { field: 'event', values: ['app_client_record_*', 'app_client_folder_*'] },
      { field: 'outcome', values: ['success'] },
      ...askedConditions(asked),
    ],
  })
  for await (const { app_uid, secret_uid } of rows)
    for (const uid of String(secret_uid ?? '').split(',')) changed.add(`${app_uid} ${uid}`)
  return changed
}

async function reads(sources: Sources, asked: ReadyAsked): Promise<ReadonlySet<string>> {
  const read = new Set<string>()
  for await (const { app_uid, record_uid } of readings(sources, asked))
    read.add(`${app_uid} ${record_uid}`)
  return read
}

type Used = { readonly read: ReadonlySet<string>; readonly changed: ReadonlySet<string> }

function adviceOn({ share, record_uids }: Grant, { read, changed }: Used): string | undefined {
  const of = (uid: string) => `${share.app_uid} ${uid}`
  if (record_uids.length === 0) return 'remove the share: it holds no record'
  const used = record_uids.filter((uid) => read.has(of(uid))).length
  if (used === 0) return 'remove the share: none of its records was read'
  const isChanged = [share.secret_uid, ...record_uids].some((uid) => changed.has(of(uid)))
  if (share.editable === 1 && !isChanged) return 'make it read-only: nothing in it was changed'
  if (used * 2 < record_uids.length)
    return `share single records: only ${used} of ${record_uids.length} were read`
  return undefined
}

export const leastGrant: ReadyReport = {
  name: 'least-grant',
  title: 'Least grant',
  about:
    'Shares that give applications more than they used in that time, and what would be enough. Look at jobs that run rarely first.',
  columns: ['app_uid', 'secret_uid', 'kind', 'editable', 'records', 'advice'],
  async *rows(sources, asked): AsyncGenerator<Row> {
    const used = { read: await reads(sources, asked), changed: await changes(sources, asked) }
    for await (const grant of granted(sources, asked)) {
      const advice = adviceOn(grant, used)
      const { app_uid, secret_uid, kind, editable } = grant.share
      const records = grant.record_uids.length
      if (advice) yield { app_uid, secret_uid, kind, editable: editable === 1, records, advice }
    }
  },
}
