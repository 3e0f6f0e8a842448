import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadCatalog } from '../../src/events/catalog.ts'
import { vocabularyOf } from '../../src/events/vocabulary.ts'
import { wake } from '../../src/projection/awake.ts'
import { checkProjection } from '../../src/projection/check.ts'
import { connectTo } from '../../src/projection/clickhouse/connection.ts'
import { placeOf } from '../../src/projection/clickhouse/place.ts'
import { tablesOf } from '../../src/projection/clickhouse/tables.ts'
import { layoutOf } from '../../src/projection/layout.ts'
import { projection } from '../../src/projection/projection.ts'
import { parseText } from '../../src/query/asked.ts'
import { runReport } from '../../src/reports/run.ts'
import { soleServer } from '../../src/store/sole-server.ts'
import { type ProjectedLog, projectedLog } from '../support/projected-log.ts'
import { variedEvents } from '../support/varied-events.ts'
import { type Analytics, engineOf, startChdb, startClickhouse } from './support/analytics.ts'
import { losingAnswers } from './support/losing-answers.ts'

/** How columns get into ClickHouse and out of it again: by two servers at once, over a line that is cut, with what the log drops. */

const catalog = await loadCatalog()
const vocabulary = vocabularyOf(catalog)
const { fields } = vocabulary
const layout = layoutOf(fields)
const { facts, dictionary } = tablesOf(layout)
const now = new Date('2026-11-27T12:00:00Z')
const forgotten =
  '{"audit_event":"person_forgotten","timestamp":"2026-11-27T12:00:00.000Z","recorded_at":"2026-11-27T12:00:00.000Z"}'
const forever = new AbortController().signal

const engines: readonly [string, () => Promise<Analytics>][] = [
  ['the current engine', startChdb],
  ["Debian's server", startClickhouse],
]

describe.each(engines)('%s', (_, start) => {
  let analytics: Analytics
  let log: ProjectedLog

  const logOver = (url: string) => projectedLog({ catalog, now, engine: engineOf({ url }) })
  const count = async (text = '', over = log) => {
    const [row] = await over.report(parseText(`${text} report:span`, fields))
    return row?.['occurrences'] ?? 0
  }

  /** Asks past the engine. */
  async function ask(sql: string): Promise<readonly (readonly unknown[])[]> {
    const place = placeOf(analytics.url)
    if (!place) throw new Error('no place')
    const connection = await connectTo(place)
    try {
      return await connection.rows(sql, forever)
    } finally {
      connection.close()
    }
  }

  /** Changes what is there past the engine. */
  async function tamper(...statements: readonly string[]): Promise<void> {
    const place = placeOf(analytics.url)
    if (!place) throw new Error('no place')
    const connection = await connectTo(place)
    for (const statement of statements) await connection.run(statement)
    connection.close()
  }

  async function check() {
    const entries = await log.store.events.readAfter(-1, { limit: await log.store.events.size() })
    return checkProjection(engineOf(analytics), entries, layout)
  }

  beforeAll(async () => {
    analytics = await start()
  })
  afterAll(() => analytics.stop())

  beforeEach(async () => {
    await engineOf(analytics).remove(layout)
    log = await logOver(analytics.url)
    await log.add(variedEvents(2_000, 5))
  })
  afterEach(() => log.remove())

  test('one that is opened again goes on where it was', async () => {
    expect(await count()).toBe(2_000)
    await log.reopen()
    await log.add(variedEvents(500, 6))
    expect(await count()).toBe(2_500)
    expect(await check()).toEqual({ state: 'agrees', rows: 2_500, next: 2_500 })
  })

  test('two servers that both believe to be the one that fills it write every event once', async () => {
    const { store } = log
    const ground = { store, vocabulary, layout, failed: () => {} }
    const first = await wake({ ...ground, engine: engineOf(analytics) })
    const second = await wake({ ...ground, engine: engineOf(analytics) })
    const both = [first.keeper.advance(700), second.keeper.advance(1_100)]
    await Promise.allSettled(both)
    for (const { keeper, close } of [first, second]) {
      await keeper.catchUp().catch(() => undefined)
      close()
    }
    expect(await count()).toBe(2_000)
    expect(await check()).toMatchObject({ state: 'agrees', rows: 2_000 })
  })

  test('a server that does not fill them sees what another one has written, and goes on when it is its turn', async () => {
    let isTurn = false
    const { store } = log
    const sole = () => ({ isUs: async () => isTurn, leave: async () => {} })
    const engine = engineOf(analytics, sole)
    const second = projection({ engine, store, vocabulary, layout, failed: () => {} })
    const ask = async (text: string) => {
      const reader = { store, projection: second, catalog, size: await store.events.size(), now }
      const [row] = await Array.fromAsync(
        runReport(parseText(`${text} report:span`, fields), reader),
      )
      return row?.['occurrences'] ?? 0
    }
    const [person, one] = [{ username: 'zoe@example.com' }, variedEvents(1, 1)[0]]
    await expect(ask('')).rejects.toMatchObject({ message: /Another server is making the columns/ })
    expect(await count()).toBe(2_000)
    expect(await ask('')).toBe(2_000)
    const stop = new AbortController()
    const keeping = log.projection.keep(stop.signal)
    await log.add([{ ...one, ...person, device_name: 'a new name' }])
    expect([await ask('device:"a new name"'), await ask('user:zoe@example.com')]).toEqual([1, 1])
    await store.transaction(async (tx) => {
      await tx.personal.erase('zoe@example.com')
      await tx.events.append(forgotten)
    })
    expect(await ask('user:zoe@example.com')).toBe(0)
    stop.abort()
    await keeping
    isTurn = true
    await log.add(variedEvents(300, 3))
    expect(await ask('')).toBe(2_302)
    await second.close()
    expect(await check()).toMatchObject({ state: 'agrees', rows: 2_302 })
  })

  test('rows that are sent a second time count once', async () => {
    expect(await count()).toBe(2_000)
    await tamper(`insert into ${facts} select * from ${facts} where seq >= 100 and seq < 900`)
    expect(await ask(`select count(*) from ${facts}`)).not.toEqual([[2_000]])
    expect(await count()).toBe(2_000)
    expect(await count('device:ci-runner')).toBeGreaterThan(0)
    await log.reopen()
    expect(await check()).toMatchObject({ state: 'agrees', rows: 2_000 })
  })

  test('when the answer to a batch is lost, what was written is read back and nothing is written twice', async () => {
    const line = await losingAnswers(analytics.url, facts)
    const cut = await logOver(line.url)
    try {
      await cut.add(variedEvents(1_500, 8))
      await engineOf(analytics).remove(layout)
      await expect(count('', cut)).rejects.toMatchObject({ kind: 'busy' })
      expect(line.lost()).toBe(1)
      expect(await ask(`select count(*) from ${facts}`)).toEqual([[1_500]])
      expect(await count('', cut)).toBe(1_500)
      expect(await ask(`select count(*) from ${facts}`)).toEqual([[1_500]])
    } finally {
      await cut.remove()
      line.close()
    }
  })

  test('what retention has dropped from the log is gone, with the values that nothing else had', async () => {
    expect(await count('device:ci-runner')).toBeGreaterThan(0)
    await log.store.transaction((tx) => tx.events.prune(1_792))
    await log.add([{ ...variedEvents(1, 1)[0], device_name: 'the new one' }])
    expect(await count()).toBe(2_001 - 1_792)
    expect(await count('"the new one"')).toBe(1)
    expect(await ask(`select min(seq) from ${facts}`)).toEqual([[1_792]])
    expect(await check()).toMatchObject({ state: 'agrees', rows: 2_001 - 1_792 })
  })

  test('a person who is forgotten is in no table, and in no answer', async () => {
    await log.add([{ ...variedEvents(1, 1)[0], username: 'zoe@example.com' }])
    expect(await count('user:zoe@example.com')).toBe(1)
    await log.store.transaction(async (tx) => {
      await tx.personal.erase('zoe@example.com')
      await tx.events.append(forgotten)
    })
    expect(await count('user:zoe@example.com')).toBe(0)
    expect(await ask(`select count(*) from ${dictionary} where value like '%zoe@%'`)).toEqual([[0]])
  })

  test('tables that another version has left are thrown away once nobody fills them', async () => {
    const left = ['keepwatch_facts_0123456789ab', 'keepwatch_dictionary_0123456789ab']
    await tamper(
      ...left.map((table) => `create table ${table} (a Int64) engine = MergeTree order by a`),
    )
    expect(await count()).toBe(2_000)
    const tables = (await ask('show tables')).map(([name]) => name)
    expect(tables).toEqual(expect.arrayContaining([facts, dictionary]))
    expect(tables.filter((name) => left.includes(String(name)))).toEqual([])
  })

  test('tables of another log are left alone, and the answer says what to do', async () => {
    await count()
    const other = await logOver(analytics.url)
    try {
      await other.add(variedEvents(2_500, 9))
      await expect(count('', other)).rejects.toMatchObject({
        kind: 'busy',
        message: /of another log.*name another database, or make them anew/,
      })
    } finally {
      await other.remove()
    }
    expect(await count()).toBe(2_000)
  })

  test('the check tells where a row is missing, and nothing is answered from what is not whole', async () => {
    await count()
    await tamper(`alter table ${facts} delete where seq = 77`)
    while (Number((await ask(`select count(*) from ${facts} where seq = 77`))[0]?.[0]) > 0);
    expect(await check()).toEqual({ state: 'differs', seq: 77 })
    await log.reopen()
    await expect(count()).rejects.toMatchObject({ message: /Rows are missing.*projection rebuild/ })
  })
})

describe("servers of one log, over Debian's server", () => {
  let analytics: Analytics
  let log: ProjectedLog

  beforeAll(async () => {
    analytics = await startClickhouse()
    log = await projectedLog({ catalog, now })
    await log.add(variedEvents(1_000, 5))
  })
  afterAll(async () => {
    await log.remove()
    await analytics.stop()
  })

  test('when the one that fills the tables dies, another one takes the lease over and goes on', async () => {
    const { store } = log
    const server = (uid: string) => ({ ...store, servers: 'several', uid }) as const
    const ground = (uid: string) => ({
      engine: engineOf(analytics, (work) => soleServer(server(uid), work)),
      ...{ store, vocabulary, layout, failed: () => {} },
    })
    const dead = await wake(ground('one'))
    await dead.keeper.catchUp()
    await log.add(variedEvents(500, 6))
    const second = projection(ground('another'))
    const reader = { store, projection: second, catalog, size: 1_500, now }
    const rows = await Array.fromAsync(runReport(parseText('report:span', fields), reader))
    expect(rows).toEqual([{ occurrences: 1_500 }])
    await expect(dead.keeper.advance()).resolves.toBeUndefined()
    await log.add(variedEvents(1, 7))
    await expect(dead.keeper.advance()).rejects.toMatchObject({
      message: /Another server has begun to fill/,
    })
    await expect(ground('a third').engine.remove(layout)).rejects.toMatchObject({
      kind: 'conflict',
      message: /a server fills the columns in ClickHouse: stop the servers/,
    })
    await second.close()
    dead.close()
  })
})
