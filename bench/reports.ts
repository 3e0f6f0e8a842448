import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadCatalog } from '../src/events/catalog.ts'
import { vocabularyOf } from '../src/events/vocabulary.ts'
import { Failure } from '../src/kernel/errors.ts'
import { duckdbEngine } from '../src/projection/duckdb/duckdb-engine.ts'
import type { Engine } from '../src/projection/engine.ts'
import { layoutOf } from '../src/projection/layout.ts'
import { type Projection, projection } from '../src/projection/projection.ts'
import { parseText } from '../src/query/asked.ts'
import type { Row } from '../src/reports/columns.ts'
import { runReport } from '../src/reports/run.ts'
import { given } from './given.ts'
import { write } from './print.ts'
import { startedClickhouse } from './reports/clickhouse.ts'
import { type MadeLog, madeLog } from './reports/made-log.ts'
import { postgresRows } from './reports/postgres-rows.ts'
import { questions } from './reports/questions.ts'
import type { Rows } from './reports/rows.ts'
import { sqliteRows } from './reports/sqlite-rows.ts'
import { exportWhole } from './reports/whole-export.ts'

const now = Date.UTC(2026, 10, 28)
const rounds = 20
const arrivals = 5_000
const namedFolder = given('folder')
const catalog = await loadCatalog()
const vocabulary = vocabularyOf(catalog)
const layout = layoutOf(vocabulary.fields)

type Ground = { readonly log: MadeLog; readonly projection: Projection }

async function* rowsOf({ log, projection }: Ground, text: string): AsyncGenerator<Row> {
  const size = await log.events.size()
  const reader = { store: log, projection, catalog, size, now: new Date(now) }
  yield* runReport(parseText(text, vocabulary.fields), reader)
}

const ask = async (ground: Ground, text: string): Promise<number> =>
  (await Array.fromAsync(rowsOf(ground, text))).length

const milliseconds = (value: number) => value.toFixed(1).padStart(8)

/** Median and 95th percentile of the rounds, in milliseconds, and how many rows came. */
async function timed(work: (round: number) => Promise<number>): Promise<string> {
  const times: number[] = []
  let rows = 0
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    rows += await work(round)
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(share * (rounds - 1))] ?? 0
  return `${milliseconds(at(0.5))} ${milliseconds(at(0.95))} ${String(Math.round(rows / rounds)).padStart(6)}`
}

const megabytes = (bytes: number) => Math.round(bytes / 1_048_576)

/** The database, and what it has not written into its file yet. */
const bytesIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { name }) => sum + statSync(join(folder, name)).size, 0)

const resident = () =>
  `resident ${megabytes(process.memoryUsage.rss())} MB, ${megabytes(process.resourceUsage().maxRSS * 1_024)} MB at most so far`

/** Asks until there is an answer: a question waits for a minute, and is told then how far the projection is. */
async function isLoaded(ground: Ground): Promise<boolean> {
  try {
    return (await ask(ground, 'report:span')) > 0
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'busy') throw error
    write(error.message)
    return false
  }
}

async function load(count: number, name: string, engine: Engine): Promise<Ground> {
  const log = madeLog(count, now)
  const failed = (error: unknown) => write(`${name} failed: ${error}`)
  const kept = projection({ engine, store: log, vocabulary, layout, failed })
  const started = performance.now()
  while (!(await isLoaded({ log, projection: kept })));
  const seconds = (performance.now() - started) / 1_000
  write(`${name}: ${Math.round(count / seconds)} events/s, ${resident()}`)
  return { log, projection: kept }
}

/** Questions while events arrive: each answer has everything that had happened when it was asked. */
async function live(ground: Ground): Promise<void> {
  const stop = new AbortController()
  const keeping = ground.projection.keep(stop.signal)
  const arriving = setInterval(() => ground.log.grow(arrivals / 50), 20)
  await sleep(500)
  const figures = await timed(async () => {
    await sleep(200)
    return 0
  })
  const asked = await timed(() => ask(ground, 'report:span'))
  clearInterval(arriving)
  stop.abort()
  await keeping
  write(
    `while ${arrivals} events/s arrive, count of all of them: ${asked} (${figures.trim()} for a pause of 200 ms)`,
  )
}

/** Who else answers the questions, by name: not with more events than they load in a few minutes, unless they are asked for. */
async function others(count: number, folder: string): Promise<ReadonlyMap<string, Rows>> {
  const isAsked = (flag: string) => process.argv.includes(flag)
  const found = new Map<string, Rows>()
  if (count <= 1_000_000 || isAsked('--rows'))
    found.set('SQLite', await sqliteRows(folder, count, now))
  if (isAsked('--postgres')) found.set('PostgreSQL', await postgresRows(count, now))
  for (const [name, { rate, bytes }] of found)
    write(`${name} rows: ${Math.round(rate)} events/s, ${(bytes / count).toFixed(0)} bytes/event`)
  return found
}

const heading = '     p50      p95   rows'

async function askAll(
  grounds: ReadonlyMap<string, Ground>,
  rows: ReadonlyMap<string, Rows>,
  count: number,
) {
  const names = [...grounds.keys(), ...rows.keys()]
  write(`${' '.repeat(30)} ${names.map((name) => name.padEnd(heading.length)).join('  ')}`)
  write(`${'milliseconds'.padEnd(30)} ${names.map(() => heading).join('  ')}`)
  for (const { title, text, sql } of questions) {
    const figures: string[] = []
    for (const ground of grounds.values())
      figures.push(await timed((round) => ask(ground, text(round, count))))
    for (const other of rows.values())
      figures.push(await timed((round) => other.ask(sql(round, count))))
    write(`${title.padEnd(30)} ${figures.join('  ')}`)
  }
}

/** Where the columns lie: in a folder that goes afterwards, or in the one that was named, which stays, and is filled further next time. */
async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  if (namedFolder) return work(namedFolder)
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const compare = (count: number): Promise<void> =>
  withFolder(async (folder) => {
    const ground = await load(count, 'DuckDB', duckdbEngine(join(folder, 'projection')))
    const rows = await others(count, folder)
    const clickhouse = await startedClickhouse(layout)
    const grounds = new Map([['DuckDB', ground]])
    if (clickhouse) grounds.set('ClickHouse', await load(count, 'ClickHouse', clickhouse.engine))
    await askAll(grounds, rows, count)
    await grounds.get('ClickHouse')?.projection.close()
    await clickhouse?.end(count)
    for (const other of rows.values()) await other.close()
    write(`after the questions: ${resident()}`)
    write(`DuckDB: ${(bytesIn(join(folder, 'projection')) / count).toFixed(1)} bytes/event`)
    if (process.argv.includes('--export'))
      await exportWhole(() => rowsOf(ground, 'limit:-1'), count)
    // What arrives is not in the log of the next run, which would have to begin anew.
    if (!namedFolder) await live(ground)
    await ground.projection.close()
    write(`at the end: ${resident()}`)
  })

const sizes: Readonly<Record<string, number>> = {
  '--1m': 1_000_000,
  '--10m': 10_000_000,
  '--100m': 100_000_000,
}

/** Each size in a process of its own, so that the memory of one is not that of another. */
async function full(): Promise<void> {
  const isFlag = (argument: string) => argument.startsWith('--') && argument !== '--full'
  const more = ['reports', ...process.argv.filter(isFlag)]
  for (const size of Object.keys(sizes)) {
    const child = spawn(process.execPath, [process.argv[1] ?? '', ...more, size], {
      stdio: 'inherit',
    })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`${size} ended with ${code}`)
  }
}

/**
 * Reports over 1,000,000 events (`--10m`, `--100m`: more; `--full`: one after the other), beside SQLite's rows (with more events:
 * `--rows`) and PostgreSQL's (`--postgres`, which needs Debian's package), and a ClickHouse: the one that KEEPWATCH_ANALYTICS_URL
 * names, or the engine that `npm run test:receivers` has fetched. `--export` prints every event as well. 100,000,000
 * events take about half an hour and 10 GB of the folder for temporary files; with `--folder=PATH` that can be
 * done in parts, and once for several runs.
 */
export const benchReports = (): Promise<void> => {
  if (process.argv.includes('--full')) return full()
  const [flag = ''] = process.argv.filter((argument) => argument in sizes)
  return compare(sizes[flag] ?? 1_000_000)
}
