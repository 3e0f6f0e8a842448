import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCatalog } from '../events/catalog.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import { parseText } from '../query/asked.ts'
import { dictionary } from './dictionary.ts'
import { openDatabase } from './duckdb/database.ts'
import type { Database } from './engine.ts'
import { groupsOf } from './groups.ts'
import { layoutOf } from './layout.ts'
import { numbersOf } from './numbers.ts'
import type { Question } from './question.ts'
import { shownValues } from './shown-values.ts'
import { columnName } from './sql-text.ts'

/** A log that is much longer than what is looked through at once, on the real database: only the columns that are asked for are there. */

const size = 3_000_000
const every = Array.from({ length: size }, (_, seq) => seq)
/** An event has it as its record, as its secret, or as both, often in one part of the log and nowhere else for long. */
const isRecord = (seq: number) => seq % 70_000 === 7 || (seq > 900_000 && seq < 900_400)
const isSecret = (seq: number) => seq % 210_000 === 7 || seq % 110_000 === 3
const has = every.filter((seq) => isRecord(seq) || isSecret(seq))

let folder: string
let database: Database
let question: Question

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-numbers-'))
  const file = join(folder, 'events.duckdb')
  database = await openDatabase({ file, memoryMb: 128, threads: 2, access: 'READ_WRITE' })
  const vocabulary = vocabularyOf(await loadCatalog())
  const layout = layoutOf(vocabulary.fields)
  const [record = 0, secret = 0] = ['record_uid', 'secret_uid'].map((name) =>
    layout.columnOf.get(name),
  )
  const session = await database.connect()
  await session.rows('create table dictionary (field integer, id integer, value varchar)')
  await session.rows(`insert into dictionary values (${record}, 5, '"X"'), (${secret}, 8, '"X"')`)
  await session.rows(`create table facts as select range as seq, range as time,
    case when range % 70000 = 7 or (range > 900000 and range < 900400) then 5 else 0 end as ${columnName(record)},
    case when range % 210000 = 7 or range % 110000 = 3 then 8 else 0 end as ${columnName(secret)}
    from range(${size})`)
  const values = await dictionary(database, layout)
  const read = () => Promise.reject(new Error('no personal value is asked for'))
  const shown = shownValues({ dictionary: values, erasures: () => 0 }, { layout, store: { read } })
  const about = { layout, dictionary: values, shown, vocabulary, placeOf: undefined }
  question = { session, dialect: database.dialect, ...about, now: new Date(), kept: 0 }
})

afterAll(async () => {
  database.close()
  await rm(folder, { recursive: true })
})

async function numbers(text: string, most = Infinity): Promise<readonly number[]> {
  const query = parseText(text, question.vocabulary.fields)
  return (await Array.fromAsync(numbersOf({ query, size, most }, question))).flat()
}

test('a record is found wherever it is in a long log, each event once, the last first', async () => {
  expect(await numbers('record:X')).toEqual(has.toReversed())
})

test('from the first on, too', async () => {
  expect(await numbers('record:X order:ascending')).toEqual(has)
})

test('as many as are wanted, from a cursor on', async () => {
  const before = has.filter((seq) => seq < 2_000_000).toReversed()
  expect(await numbers('record:X before_seq:2000000', 100)).toEqual(before.slice(0, 100))
})

test('what is asked for beside it has to hold as well, and what is excluded is not there', async () => {
  const without = has.filter((seq) => seq >= 500_000 && !isSecret(seq)).toReversed()
  expect(await numbers('record:X -secret:X seq:>=500000')).toEqual(without)
})

test('in a group each of them counts once, too', async () => {
  const query = parseText('record:X report:span seq:<2000000', question.vocabulary.fields)
  const within = has.filter((seq) => seq < 2_000_000)
  expect(await groupsOf({ query, size, most: 10 }, question)).toMatchObject([
    { count: within.length, first: within[0], last: within.at(-1) },
  ])
})

test('where every event is asked for, all are told', async () => {
  const few = await numbers('-record:X order:ascending', 200_000)
  expect(few).toEqual(every.filter((seq) => !isRecord(seq) && !isSecret(seq)).slice(0, 200_000))
})
