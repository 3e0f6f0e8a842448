import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUid } from '../../src/client/crypto/uid.ts'
import { loadCatalog } from '../../src/events/catalog.ts'
import { vocabularyOf } from '../../src/events/vocabulary.ts'
import { createLog } from '../../src/kernel/log.ts'
import { sealedWays, type Ways, withWays } from '../../src/outbound/ways.ts'
import { duckdbEngine } from '../../src/projection/duckdb/duckdb-engine.ts'
import { layoutOf } from '../../src/projection/layout.ts'
import { projection } from '../../src/projection/projection.ts'
import type { ReadyReport } from '../../src/reports/ready-report.ts'
import { nextDue } from '../../src/reports/schedule/cron.ts'
import type { ScheduleGround } from '../../src/reports/schedule/schedule-ground.ts'
import type { Store } from '../../src/store/store.ts'
import { testSchedules } from './test-alerts.ts'

/** Scheduled reports without a server around them: over a store of the test's own, with a clock that the test moves. */

/** A report of two rows, whose making can be held up. */
function heldReport() {
  let gate = Promise.resolve()
  const report: ReadyReport = {
    name: 'two-rows',
    title: 'Two rows',
    about: 'A report that needs no log.',
    columns: ['name', 'count'],
    async *rows() {
      await gate
      yield { name: 'first', count: 1 }
      yield { name: 'second', count: 2 }
    },
  }
  return {
    report,
    /** From now on it waits until that is called. */
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return () => {
        gate = Promise.resolve()
        resolve()
      }
    },
  }
}

export async function schedulerParts(store: Store, start: string) {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-scheduler-'))
  let now = Date.parse(start)
  const clock = () => new Date(now)
  const catalog = await loadCatalog()
  const vocabulary = vocabularyOf(catalog)
  const layout = layoutOf(vocabulary.fields)
  const engine = duckdbEngine(folder)
  const projected = projection({ engine, store, vocabulary, layout, failed: () => {} })
  const house = await testSchedules(clock)
  const { report, hold } = heldReport()
  let isShort = false
  const ground = (over: Store): ScheduleGround => ({
    disk: { isShort: () => isShort },
    ...{ store: over, clock, catalog, projection: projected, house },
    log: createLog('silent'),
    library: new Map([[report.name, report]]),
    exports: async () => [],
  })
  return {
    ...{ ground, hold, clock },
    setNow: (at: string) => {
      now = Date.parse(at)
    },
    /** Whether the disk is nearly full. */
    setShort: (now: boolean) => {
      isShort = now
    },
    /** An owner, and a schedule of theirs that is due every minute. */
    async addSchedule(ways: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
      const schedule_uid = newUid()
      const owner_uid = newUid()
      const read: Ways = withWays(house, {}, ways)
      const timing = { cron: '* * * * *', timezone: 'UTC' }
      await store.transaction(async (tx) => {
        await tx.accounts.insert({
          ...{ account_uid: owner_uid, email: 'owner@example.com', role: 'owner' },
          ...{ salt: '', iterations: 1, verifier_hash: '', encrypted_data_key: '', public_key: '' },
          ...{ encrypted_private_key: '', created_at: 0 },
        })
        await tx.reportSchedules.insert({
          ...{ schedule_uid, name: 'minutely', owner_uid, report: report.name, asked: '{}' },
          ...{ ...timing, format: 'csv', is_private: 0, ...sealedWays(house, read, schedule_uid) },
          ...{ status: 'live', reason: null, created_at: now },
          next_at: nextDue(timing, now) ?? null,
        })
      })
      return schedule_uid
    },
    async remove() {
      await projected.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
