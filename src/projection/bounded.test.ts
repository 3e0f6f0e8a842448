import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bounded } from './bounded.ts'
import { openDatabase } from './duckdb/database.ts'
import type { Database, Session } from './engine.ts'

/** What an answer may take of time and memory, on the real database. */

let folder: string
let database: Database
let session: Session

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-bounded-'))
  const file = join(folder, 'events.duckdb')
  database = await openDatabase({ file, memoryMb: 64, threads: 1, access: 'READ_WRITE' })
  session = await database.connect()
})

afterAll(async () => {
  database.close()
  await rm(folder, { recursive: true })
})

/** Minutes of work, in no memory to speak of. */
const endless =
  'select count(*) from range(10000000) a, range(1000000) b where a.range * b.range = 7'
/** A list has to be in memory as a whole. */
const huge = 'select len(list(range)) from range(100000000)'

const never = new AbortController().signal

test('an answer that takes too long is stopped, and says what to do', async () => {
  const answer = bounded(session, { signal: never, patienceMs: 50 }, () => session.rows(endless))
  await expect(answer).rejects.toMatchObject({
    kind: 'busy',
    message:
      'The answer took longer than 0.05 seconds and was stopped: ask about less time, or group by fewer fields.',
  })
})

test('one that nobody waits for any more is stopped', async () => {
  const left = new AbortController()
  const answer = bounded(session, { signal: left.signal }, () => session.rows(endless))
  left.abort()
  await expect(answer).rejects.toMatchObject({
    kind: 'busy',
    message: /stopped before it was whole/,
  })
})

test('one that needs more memory than it may take is stopped, and says what to do', async () => {
  const answer = bounded(session, { signal: never }, () => session.rows(huge))
  await expect(answer).rejects.toMatchObject({
    kind: 'busy',
    message: expect.stringContaining('more memory than it may take: ask about less time'),
  })
})

test('the session answers the next question', async () => {
  const answer = bounded(session, { signal: never }, () => session.rows('select 7'))
  expect(await answer).toEqual([[7]])
})
