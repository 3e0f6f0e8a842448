import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { afterEach, expect, test } from 'vitest'
import { type ApiClient, connectApi } from '../client/api.ts'
import { reportRows } from '../client/reports.ts'
import { Failure } from '../kernel/errors.ts'
import { createLog } from '../kernel/log.ts'
import type { Row } from '../reports/columns.ts'
import { clientLeft } from './client-left.ts'
import type { SessionEnv, SessionRequest } from './env.ts'
import { answerError } from './errors.ts'
import { ndjson, ndjsonType, troubleLine } from './ndjson.ts'
import { sendStream } from './send-stream.ts'

/** Answers that end before their end: over real HTTP, read by the client that the command line reads with. */

let server: Server
let left: AbortSignal | undefined

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** A server whose only report has these rows. */
async function serving(rows: () => AsyncIterable<Row>): Promise<ApiClient> {
  const app = new Hono<SessionEnv>().post('/api/v1/reports/query', (c) => {
    c.set('services', { log: createLog('silent') } as never)
    left = clientLeft(c)
    return sendStream(c as unknown as SessionRequest, {
      ...{ type: ndjsonType, trouble: troubleLine },
      chunks: ndjson(rows()),
    })
  })
  app.onError(answerError as never)
  server = createServer(getRequestListener(app.fetch)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return connectApi({ server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

async function readAll(api: ApiClient) {
  const rows: Row[] = []
  try {
    for await (const row of reportRows(api, {})) rows.push(row)
    return { rows }
  } catch (error) {
    return { rows, error: error as Failure }
  }
}

async function* many(count: number, end: Error | undefined): AsyncGenerator<Row> {
  for (let n = 0; n < count; n++) {
    if (n % 1_000 === 0) await sleep(1)
    yield { n, text: 'x'.repeat(100) }
  }
  if (end) throw end
}

const tooLong = new Failure('busy', 'The answer took longer than 60 seconds: ask about less time.')

test.each([1, 7, 200, 5_000])(
  'after %i rows the reader learns why there are no more, and that they are a part',
  async (count) => {
    const { rows, error } = await readAll(await serving(() => many(count, tooLong)))
    expect(rows).toHaveLength(count)
    expect(error).toMatchObject({
      kind: 'busy',
      message: `The answer took longer than 60 seconds: ask about less time. The ${count} rows that came before are only a part of the answer.`,
    })
  },
)

test('what goes wrong before the first row is an answer of its own', async () => {
  const { rows, error } = await readAll(await serving(() => many(0, tooLong)))
  expect(rows).toEqual([])
  expect(error).toMatchObject({ kind: 'busy', message: tooLong.message })
})

test('half an answer never looks like a whole one: the body has no end', async () => {
  await serving(() => many(3, tooLong))
  const { port } = server.address() as AddressInfo
  const ended = new Promise<boolean>((resolve) => {
    const asked = request({ port, method: 'POST', path: '/api/v1/reports/query' }, (answer) => {
      answer
        .on('error', () => {})
        .on('close', () => resolve(answer.complete))
        .resume()
    })
    asked.end('{}')
  })
  expect(await ended).toBe(false)
})

test('what nobody has words for cuts the answer, and nothing of it is told', async () => {
  const { rows, error } = await readAll(await serving(() => many(3, new Error('secret detail'))))
  expect(rows.length).toBeLessThanOrEqual(3)
  expect(error?.message).toBe('the server ended the report before its end: ask again')
})

test('a client that goes away before the first row stops what is worked out for it', async () => {
  const begun = Promise.withResolvers<void>()
  async function* waiting(): AsyncGenerator<Row> {
    begun.resolve()
    await new Promise((resolve) => left?.addEventListener('abort', resolve))
    yield {}
  }
  await serving(waiting)
  const { port } = server.address() as AddressInfo
  const asked = request({ port, method: 'POST', path: '/api/v1/reports/query' })
  asked.on('error', () => {})
  asked.end('{}')
  await begun.promise
  expect(left?.aborted).toBe(false)
  const stopped = once(left as AbortSignal, 'abort')
  asked.destroy()
  await stopped
  expect(left?.aborted).toBe(true)
})
