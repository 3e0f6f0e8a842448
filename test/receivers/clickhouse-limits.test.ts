import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCatalog } from '../../src/events/catalog.ts'
import { vocabularyOf } from '../../src/events/vocabulary.ts'
import { bounded } from '../../src/projection/bounded.ts'
import type { Session } from '../../src/projection/engine.ts'
import { layoutOf } from '../../src/projection/layout.ts'
import { type ProjectedLog, projectedLog } from '../support/projected-log.ts'
import { type Analytics, engineOf, startClickhouse } from './support/analytics.ts'

/** What a question may take of a ClickHouse: Debian's, which is a server of its own that can be stopped. */

const catalog = await loadCatalog()
const layout = layoutOf(vocabularyOf(catalog).fields)
const now = new Date('2026-11-27T12:00:00Z')
const forever = new AbortController().signal

let analytics: Analytics
let log: ProjectedLog
let session: Session

beforeAll(async () => {
  analytics = await startClickhouse()
  log = await projectedLog({ catalog, now })
  const { database } = await engineOf(analytics).open({
    layout,
    store: log.store,
    unusable: () => {},
  })
  session = await database.connect()
})
afterAll(async () => {
  await log.remove()
  await analytics.stop()
})

const endless = 'select count(*) from system.numbers where number = 0 - 1'

test('an answer that takes too long is stopped, and says what to do', async () => {
  const answer = bounded(session, { signal: forever, patienceMs: 300 }, () => session.rows(endless))
  await expect(answer).rejects.toMatchObject({ kind: 'busy', message: /took longer than 0.3 s/ })
})

test('one that needs more memory than it may take is stopped, and says what to do', async () => {
  const huge = 'select groupArray(number) from (select number from system.numbers limit 900000000)'
  const answer = bounded(session, { signal: forever }, () => session.rows(huge))
  await expect(answer).rejects.toMatchObject({ kind: 'busy', message: /more memory than it may/ })
})
