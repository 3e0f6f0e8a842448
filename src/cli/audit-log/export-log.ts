import { type ReportRow, reportRows } from '../../client/reports.ts'
import type { OpenVault } from '../connect.ts'
import { type ArrayFile, extendArrayFile, openArrayFile } from './array-file.ts'
import { anonymizer, type ExportedRow, exportedRow } from './exported-row.ts'
import type { AuditLogOptions } from './options.ts'
import { type Export, findPosition, type Position, savePosition } from './position.ts'

/** What a run has sent. */
export type Sent = { readonly exported: number; readonly last_seq: number | null }

const secondsPerDay = 86_400

/** Epoch seconds that a run begins at, when flags say so. */
export function startTime({ days, lastEventTime }: AuditLogOptions): number | undefined {
  if (days === undefined) return lastEventTime
  return Math.floor(Date.now() / 1000) - days * secondsPerDay
}

/** The file knows best where it ends; the kept position counts when there is no file, unless a time was named. */
function startSeq({ lastSeq }: ArrayFile, { next }: Position, time: number | undefined): number {
  if (lastSeq !== undefined) return lastSeq + 1
  return time === undefined ? next : 0
}

function queryOf({ sharedFolderUid }: AuditLogOptions, from: number, time: number | undefined) {
  return {
    report_type: 'raw' as const,
    order: 'ascending' as const,
    limit: -1,
    filter: {
      seq: { min: from },
      ...(time !== undefined && { created: { min: time } }),
      ...(sharedFolderUid && { shared_folder_uid: [...sharedFolderUid] }),
    },
  }
}

type Change = (row: ExportedRow) => ExportedRow

async function* changed(first: ReportRow, rest: AsyncIterable<ReportRow>, change: Change) {
  yield change(exportedRow(first))
  for await (const row of rest) yield change(exportedRow(row))
}

/** Takes note of what passes. */
function counted(rows: AsyncIterable<ExportedRow>) {
  let exported = 0
  let last_seq: number | null = null
  async function* passing() {
    for await (const row of rows) {
      yield row
      exported += 1
      last_seq = row.seq
    }
  }
  return { rows: passing(), sent: (): Sent => ({ exported, last_seq }) }
}

/**
 * Extends a file by what has happened since its last event. The position is kept only after the file is on the disk, and
 * the file itself is looked at first, so that a run that is cut anywhere neither loses nor repeats an event.
 */
export async function exportLog(
  { api }: OpenVault,
  options: AuditLogOptions,
  to: Export,
): Promise<Sent> {
  const file = await openArrayFile(to.file)
  const position = await findPosition(to)
  const time = startTime(options)
  const rows = reportRows(api, queryOf(options, startSeq(file, position, time), time))
  const first = await rows.next()
  if (first.done) return { exported: 0, last_seq: null }
  const change: Change = options.anonymize ? anonymizer(position.pseudonym_key) : (row) => row
  const { rows: passing, sent } = counted(changed(first.value, rows, change))
  await extendArrayFile(file, passing)
  await savePosition(to, { ...position, next: (sent().last_seq ?? -1) + 1 })
  return sent()
}
