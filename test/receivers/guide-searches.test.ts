import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { azureLogs } from '../../src/exports/targets/azure-logs.ts'
import { datadog } from '../../src/exports/targets/datadog.ts'
import { elastic } from '../../src/exports/targets/elastic.ts'
import { splunkHec } from '../../src/exports/targets/splunk-hec.ts'
import { testTools } from '../support/answer-table.ts'
import { numberedEvents } from '../support/numbered-events.ts'
import { guideSearch, guideText } from './support/guide-search.ts'

/**
 * The guide's searches for gaps and duplicates in products that cannot run here: Sentinel's by Microsoft's own parser, the others by
 * the fields that they ask for, in what we really send.
 */

const run = promisify(execFile)
const seed = Date.now() % 2 ** 31
const [plain] = numberedEvents(1, seed)
if (!plain) throw new Error('no event was made')
const event = { ...plain, replay: true }
const key = '0123456789abcdef'

/** What stands at a path of names in an object. */
const at = (body: unknown, path: string): unknown =>
  path.split('.').reduce((inner, name) => (inner as Record<string, unknown>)?.[name], body)

describe('Sentinel', () => {
  const table = 'KeeperSecurityEventNewLogs_CL'
  let folder: string
  let columns: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keepwatch-kusto-'))
    await cp(join(import.meta.dirname, 'kusto-language'), folder, { recursive: true })
    await run('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: folder })
    const listed = (await guideSearch('TimeGenerated datetime')).replaceAll('\n', ' ')
    columns = listed.replaceAll(/(\w+) (\w+)/g, '$1: $2')
  }, 300_000)

  afterAll(() => rm(folder, { recursive: true }))

  async function look(query: string) {
    const looking = run(process.execPath, ['look.cjs'], { cwd: folder })
    looking.child.stdin?.end(JSON.stringify({ table, columns, query }))
    return JSON.parse((await looking).stdout) as unknown
  }

  const search = () => guideSearch(table)

  test('the columns of the guide are those that we send', () => {
    const settings = azureLogs.settings.parse({
      ...{ endpoint: 'https://a.ingest.monitor.azure.com', rule: 'dcr-1', tenant: 'tenant' },
      ...{ client_id: 'client', client_secret: key },
    })
    const all = { client_version: '1', enterprise_id: 1, remote_address: '::1', username: 'u' }
    const sent = JSON.parse(azureLogs.line({ ...event, ...all }, settings, testTools))
    const names = columns.split(', ').map((column) => column.split(':')[0])
    expect(names.toSorted()).toEqual(Object.keys(sent).toSorted())
    expect(sent.Data).toMatchObject({ replay: true })
  })

  test('the search is KQL over these columns, and gives the numbers that are amiss', {
    timeout: 300_000,
  }, async () => {
    expect(await look(await search())).toEqual({
      complaints: [],
      result: ['Seq: long', 'Copies: long', 'MissingFrom: long', 'MissingTo: long'],
    })
  })

  test.each([
    { what: 'a column that is not there', from: 'Seq >= 0', to: 'Sequence >= 0' },
    { what: 'a parenthesis that is not closed', from: 'prev(Seq)', to: 'prev(Seq' },
    { what: 'a function that is not there', from: 'iff(', to: 'wenn(' },
  ])('the parser would have seen $what', { timeout: 300_000 }, async ({ from, to }) => {
    const wrong = (await search()).replace(from, to)
    expect(await look(wrong)).toMatchObject({ complaints: [expect.any(String)] })
  })
})

test('Splunk is asked by indexed fields, and by the source that we name', async () => {
  const search = await guideSearch('| tstats count where')
  const settings = splunkHec.settings.parse({ url: 'https://splunk.example.com', token: key })
  const sent = JSON.parse(splunkHec.line(event, settings, testTools))
  const [, source = '', again = '', field = ''] =
    /source=(\w+) NOT (\w+)=true by (\w+)/.exec(search) ?? []
  expect({ source: sent.source, number: sent.fields[field] }).toEqual({ source, number: event.seq })
  expect(sent.fields[again]).toBe('true')
  expect(JSON.parse(splunkHec.line(plain, settings, testTools)).fields).not.toHaveProperty(again)
})

test('ES|QL asks for the fields that hold the number and the mark of a replay, in the data stream that we write to', async () => {
  const search = await guideSearch('FROM logs-keepwatch')
  const settings = elastic.settings.parse({ url: 'https://es.example.com', api_key: key })
  const [, document = '{}'] = elastic.line(event, settings, testTools).split('\n')
  const [, pattern = ''] = /^FROM (\S+)\*/.exec(search) ?? []
  expect(pattern).not.toBe('')
  expect(settings.data_stream.startsWith(pattern)).toBe(true)
  const [, field = '', again = ''] =
    /WHERE (\S+) >= 0 AND QSTR\("NOT (\S+):true"\)/.exec(search) ?? []
  expect(at(JSON.parse(document), field)).toBe(event.seq)
  expect(at(JSON.parse(document), again)).toBe(true)
})

test('Datadog is asked for attributes that our logs have', async () => {
  const [, filter = ''] = /over `source:keeper ([^`]+)`/.exec(await guideText()) ?? []
  const asked = `${filter} ${await guideSearch('a = max of')}`
  const settings = datadog.settings.parse({ api_key: key })
  const sent = JSON.parse(datadog.line(event, settings, testTools))
  const paths = [...asked.matchAll(/@([\w.]+)/g)].map(([, path = '']) => path)
  expect(paths).toHaveLength(5)
  for (const path of paths) expect(at(sent, path), path).toBeDefined()
  expect(sent.ddsource).toBe('keeper')
})
