import { gzipSync } from 'node:zlib'
import { newUid } from '../../src/client/crypto/uid.ts'
import { sealer } from '../../src/outbound/sealed-settings.ts'
import type { Flag } from '../../src/store/sql.ts'
import type { Transaction } from '../../src/store/store.ts'
import { testKey } from './test-exports.ts'

const content = 'created,audit_event_type\r\n'

/** A schedule that nobody runs, with a run whose file is kept. */
export async function addKeptReport(
  tx: Transaction,
  owner_uid: string,
  { name = 'kept', is_private = 0 as Flag } = {},
): Promise<void> {
  const schedule_uid = newUid()
  const run = await tx.reportSchedules.insert({
    ...{ schedule_uid, name, owner_uid, report: 'denied', asked: '{}', cron: '@yearly' },
    ...{ timezone: 'UTC', format: 'csv', is_private, ways: '[]', status: 'paused' },
    ...{
      sealed: sealer(testKey).seal(schedule_uid, {}),
      reason: null,
      next_at: null,
      created_at: 0,
    },
  })
  await tx.reportSchedules.countRun(schedule_uid)
  await tx.reportRuns.insert({ schedule_uid, run, due_at: 0, cause: 'person', missed: 0 })
  await tx.reportRuns.begin({ schedule_uid, run }, 0)
  const file = { file: 'kept.csv', bytes: content.length, digest: 'a'.repeat(64), row_count: 0 }
  await tx.reportRuns.made({ schedule_uid, run, attempts: 1 }, file)
  await tx.reportFiles.put({
    ...{ schedule_uid, run, summary: '{}', people: '' },
    content: gzipSync(content),
  })
  await tx.reportRuns.settle({ schedule_uid, run }, { state: 'sent', trouble: null, at: 0 })
}
