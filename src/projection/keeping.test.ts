import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ProjectedLog, projectedLog } from '../../test/support/projected-log.ts'
import { variedEvents } from '../../test/support/varied-events.ts'
import { loadCatalog } from '../events/catalog.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import { parseText } from '../query/asked.ts'
import { checkProjection } from './check.ts'
import { duckdbEngine, projectionFolder } from './duckdb/duckdb-engine.ts'
import { layoutOf } from './layout.ts'

/** A projection through its life: closed and opened, damaged, outdated, pruned. The log is always right. */

const catalog = await loadCatalog()
const { fields } = vocabularyOf(catalog)
const layout = layoutOf(fields)
const now = new Date('2026-11-27T12:00:00Z')
let log: ProjectedLog

beforeEach(async () => {
  log = await projectedLog({ catalog, now })
  await log.add(variedEvents(3_000, 5))
})

afterEach(() => log.remove())

const file = () => join(projectionFolder(log.folder), 'events.duckdb')
const count = async (text = '') => {
  const [row] = await log.report(parseText(`${text} report:span`, fields))
  return row?.['occurrences'] ?? 0
}

async function check() {
  const limit = await log.store.events.size()
  const entries = await log.store.events.readAfter(-1, { limit })
  return checkProjection(duckdbEngine(projectionFolder(log.folder)), entries, layout)
}

/** Changes the closed file behind everybody's back. */
async function tamper(statement: string): Promise<void> {
  await log.projection.close()
  const instance = await DuckDBInstance.create(file())
  const session = await instance.connect()
  await session.run(statement)
  session.closeSync()
  instance.closeSync()
}

test('one that is opened again goes on where it was', async () => {
  expect(await count()).toBe(3_000)
  await log.reopen()
  await log.add(variedEvents(500, 6))
  expect(await count()).toBe(3_500)
  await log.projection.close()
  expect(await check()).toEqual({ state: 'agrees', rows: 3_500, next: 3_500 })
})

test('nobody has asked yet: there is none, and nothing was opened', async () => {
  expect(await check()).toEqual({ state: 'none' })
  expect(await readdir(log.folder)).not.toContain('projection')
})

test('a file that is damaged is told, and made anew', async () => {
  await count()
  await log.projection.close()
  await writeFile(file(), 'no database')
  await log.reopen()
  expect(await count()).toBe(3_000)
  expect(log.failures).toHaveLength(1)
})

test('one of another log, as after a restore, is made anew', async () => {
  await count()
  await tamper("update state set tail = 'of another log'")
  await log.reopen()
  await log.add(variedEvents(100, 7))
  expect(await count()).toBe(3_100)
  expect(log.failures).toHaveLength(1)
})

test.each([
  ['a value of an event was changed', 'update facts set served_at = 0', 0],
  ['an event was taken out', 'delete from facts where seq = 77', 77],
  ['a value was given another text', 'update dictionary set value = \'"x"\' where id = 1', 0],
])('the check tells where it differs when %s', async (_, statement, seq) => {
  await count()
  const column = `c${layout.columnOf.get('audit_event')}`
  await tamper(statement.replace('served_at', column))
  expect(await check()).toEqual({ state: 'differs', seq })
})

test('what retention has dropped from the log is gone, with the values that nothing else had', async () => {
  await log.store.transaction((tx) => tx.personal.seal('nobody'))
  expect(await count('device:ci-runner')).toBeGreaterThan(0)
  await log.store.transaction((tx) => tx.events.prune(2_816))
  await log.add([{ ...variedEvents(1, 1)[0], device_name: 'the new one' }])
  expect(await count()).toBe(3_001 - 2_816)
  await log.projection.close()
  expect(await check()).toMatchObject({ state: 'agrees', rows: 3_001 - 2_816 })
})

test('a person who is forgotten is in no file of the projection, and in no answer', async () => {
  await log.add([{ ...variedEvents(1, 1)[0], username: 'zoe@example.com' }])
  expect(await count('user:zoe@example.com')).toBe(1)
  await log.store.transaction(async (tx) => {
    await tx.personal.erase('zoe@example.com')
    await tx.events.append(
      '{"audit_event":"person_forgotten","timestamp":"2026-11-27T12:00:00.000Z","recorded_at":"2026-11-27T12:00:00.000Z"}',
    )
  })
  expect(await count('user:zoe@example.com')).toBe(0)
  await log.projection.close()
  expect(await readFile(file(), 'latin1')).not.toContain('zoe@')
})
