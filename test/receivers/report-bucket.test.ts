import { BlockList } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reach } from '../../src/outbound/reach.ts'
import type { ReportLetter } from '../../src/reports/report-letter.ts'
import { s3 } from '../../src/reports/ways/s3.ts'
import { type S3Server, startS3 } from './support/s3-server.ts'

/** A scheduled report in a bucket of a server that checks every signature and every permission. */

let server: S3Server

beforeAll(async () => {
  server = await startS3()
}, 120_000)

afterAll(() => server.stop())

const letterWith = (bytes: Uint8Array): ReportLetter => ({
  ...{ figures: [], table: [], more: 0, message_uid: 'uid.1.1', places: [], link: '' },
  ...{ schedule: 'weekly', report: 'denied', title: 'Denied', about: '' },
  file: { name: 'weekly-2026-11-23T0800Z-1.csv', mediaType: 'text/csv', bytes, digest: '' },
})

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
const tools = { reach: reach(loopback), now: () => new Date() }

function send(text: string, over: Readonly<Record<string, string>> = {}) {
  const settings = s3.settings.parse({ ...server.settings, prefix: 'reports/', ...over })
  const [recipient = ''] = s3.recipients(settings)
  const sending = { tools, signal: AbortSignal.timeout(30_000) }
  return s3.send(letterWith(Buffer.from(text)), { settings, recipient }, sending)
}

test('the file is there under its name, and what is sent twice is not written over', async () => {
  expect(await send('created\r\n')).toMatchObject({ kind: 'taken', status: 200 })
  await send('something else\r\n')
  const objects = await server.objects('reports/')
  expect(objects.map(({ name }) => name)).toEqual(['reports/weekly-2026-11-23T0800Z-1.csv'])
  expect(String(objects[0]?.bytes)).toBe('created\r\n')
})

test.each([
  ['a wrong secret', { secret_access_key: 'x'.repeat(40) }, /SignatureDoesNotMatch/],
  ['a bucket that is not there', { bucket: 'elsewhere' }, /NoSuchBucket/],
])('%s is told as the server says it', async (_, over, says) => {
  const { kind, answer } = await send('a', over)
  expect({ kind, answer }).toEqual({ kind: 'again', answer: expect.stringMatching(says) })
})
