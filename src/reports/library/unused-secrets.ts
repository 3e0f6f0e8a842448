import { granted } from '../granted.ts'
import { readings } from '../readings.ts'
import type { ReadyReport } from '../ready-report.ts'

export const unusedSecrets: ReadyReport = {
  name: 'unused-secrets',
  title: 'Unused secrets',
  about:
    'Records that applications may read and no device of theirs has read in that time. What nobody needs should not be shared.',
  columns: ['record_uid', 'app_uid', 'by_way_of'],
  async *rows(sources, asked) {
    const read = new Set<string>()
    for await (const { app_uid, record_uid } of readings(sources, asked))
      read.add(`${app_uid} ${record_uid}`)
    for await (const { share, record_uids } of granted(sources, asked))
      for (const record_uid of record_uids)
        if (!read.has(`${share.app_uid} ${record_uid}`))
          yield { record_uid, app_uid: share.app_uid, by_way_of: share.secret_uid }
  },
}
