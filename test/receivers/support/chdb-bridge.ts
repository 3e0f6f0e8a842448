import { writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * The current engine of ClickHouse, as the package `chdb` has it, behind so much of ClickHouse's HTTP interface as the official
 * client needs. A program of its own: arguments are where the package lies, a folder for its data, and a port.
 */

type Chdb = {
  Session: new (
    folder: string,
  ) => {
    query(statement: string): string
    queryAsync(statement: string): Promise<{ bytes(): Uint8Array }>
  }
}

const [home = '', folder = '', port = ''] = process.argv.slice(2)
const { Session } = createRequire(join(home, 'package.json'))('chdb') as Chdb
const session = new Session(join(folder, 'data'))
session.query('SET max_query_size = 1000000000')

/** What the interface itself is told; everything else is a setting of the statement. */
const own = new Set(['query', 'query_id', 'database', 'wait_end_of_query', 'max_query_size'])

const settingsOf = (asked: URLSearchParams) => {
  const settings = [...asked].filter(([name]) => !own.has(name))
  return settings.length === 0
    ? ''
    : ` SETTINGS ${settings.map(([name, value]) => `${name} = ${value}`).join(', ')}`
}

const isRead = /^\s*select\b/i
const insert = /^(\s*insert\s+into\s.+?)\s+format\s+(\w+)\s*$/is

/** Rows that come behind a statement are read from a file instead. */
async function withRows(statement: string, rows: Uint8Array): Promise<string> {
  const [, into, format] = insert.exec(statement) ?? []
  if (!into) throw new Error(`not an insert: ${statement}`)
  const file = join(folder, 'rows')
  await writeFile(file, rows)
  return `${into} SELECT * FROM file('${file}', '${format}')`
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function answer(asked: URLSearchParams, body: Buffer): Promise<Uint8Array> {
  const database = asked.get('database')
  if (database) session.query(`USE ${database}`)
  const inAddress = asked.get('query')
  const statement = inAddress ? await withRows(inAddress, body) : body.toString()
  const settings = isRead.test(statement) ? settingsOf(asked) : ''
  return (await session.queryAsync(statement + settings)).bytes()
}

let last: Promise<unknown> = Promise.resolve()

/** One statement after the other: the session is one. */
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = last.then(work)
  last = turn.catch(() => undefined)
  return turn
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const body = await bodyOf(request)
  try {
    response.end(pathname === '/ping' ? 'Ok.' : await inTurn(() => answer(searchParams, body)))
  } catch (error) {
    response.statusCode = 500
    response.end(error instanceof Error ? error.message : String(error))
  }
}

createServer((request, response) => void respond(request, response)).listen(
  Number(port),
  '127.0.0.1',
)
