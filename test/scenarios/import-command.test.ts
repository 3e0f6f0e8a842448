import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ImportSum, importedBy, importFile, sample } from '../support/imported-samples.ts'
import { type CommandLine, memberOf, ownerOf, ownersApi } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** `keepwatch import`: twice, interrupted, broken, refused; and what is in the log afterwards. */

let server: TestServer
let owner: CommandLine
let folder: string

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  owner = await ownerOf(server)
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-import-'))
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
  await rm(folder, { recursive: true })
})

const importSample = (name: string, ...flags: readonly string[]) =>
  importFile(owner, sample(name), ...flags)

const broughtBy = (sum: ImportSum) => importedBy(server, sum)

test('two equal lines are two events; the same file again adds nothing', async () => {
  await importSample('keeper-siem.ndjson')
  const events = (await server.events()).filter(
    ({ audit_event }) => audit_event === 'app_client_access',
  )
  const again = await importSample('keeper-siem.ndjson')

  expect(events).toHaveLength(2)
  expect(again).toMatchObject({ entries: 5, imported: 0, already_there: 5 })
  expect(await broughtBy(again)).toEqual([])
})

test('a copy with one line more adds that line, and another source adds everything', async () => {
  const file = join(folder, 'rotated.ndjson')
  const content = await readFile(sample('keeper-siem.ndjson'), 'utf8')
  await writeFile(file, `${content}${content.split('\n', 1)[0]}\n`)

  expect(await owner.ask('import', file)).toMatchObject([{ imported: 1, already_there: 5 }])
  expect(await owner.ask('import', file, '--source', 'eu')).toMatchObject([
    { from: 'keeper/eu', imported: 6 },
  ])
})

test('entries that cannot be read are named with their line, and the others go on', async () => {
  const file = join(folder, 'broken.ndjson')
  const good = (n: number) =>
    JSON.stringify({
      audit_event: 'login',
      username: 'ann@example.com',
      timestamp: `2025-05-0${n}T00:00:00Z`,
    })
  const bad = [
    '{"broken',
    '[1]',
    '{"audit_event":"login"}',
    '{"audit_event":"login","timestamp":"soon"}',
  ]
  const future = '{"audit_event":"login","timestamp":"2999-01-01T00:00:00Z"}'
  const notUtf8 = Buffer.from([0x7b, 0xff, 0x7d, 0x0a])
  const text = Buffer.from([good(1), ...bad, '', future, good(2), ''].join('\r\n'))
  await writeFile(file, Buffer.concat([text, notUtf8]))
  const answer = await owner.keepwatch('import', file, '--from', 'keeper', '--format', 'json')

  expect(answer.code).toBe(1)
  expect(answer.json()).toMatchObject([{ entries: 8, imported: 2, unreadable: 6 }])
  expect(answer.stderr.replaceAll(folder, '').split('\n').toSorted()).toEqual([
    '',
    '/broken.ndjson:2: it is no JSON',
    '/broken.ndjson:3: it is no JSON object',
    '/broken.ndjson:4: it does not say when it happened',
    '/broken.ndjson:5: its time cannot be understood',
    '/broken.ndjson:7: its time lies in the future',
    '/broken.ndjson:9: it is not UTF-8',
    'keepwatch: 6 entries could not be read; the others are in the log',
  ])
})

test('a file that ends in the middle of a list gives what it has', async () => {
  const file = join(folder, 'cut.json')
  await writeFile(file, (await readFile(sample('keeper-commander.json'))).subarray(0, -40))
  const answer = await owner.keepwatch('import', file, '--source', 'cut')

  expect(answer.code).toBe(1)
  expect(answer.stderr).toContain('cut.json:3: the file ends in the middle of it')
})

test('each part leaves an event that counts it', async () => {
  const sum = await importSample('keeper-pull.json', '--source', 'counted')

  expect(
    (await server.events()).findLast(({ audit_event }) => audit_event === 'log_imported'),
  ).toMatchObject({
    username: 'owner@example.com',
    source: 'keeper/counted',
    file: 'keeper-pull.json',
    import_uid: sum.import_uid,
    part: 1,
    entries: 2,
    imported: 2,
    already_there: 0,
    unreadable: 0,
    first: '2025-11-24T10:00:00.000Z',
    last: '2025-11-24T10:00:01.000Z',
  })
})

test('a dry run says what there is and sends nothing', async () => {
  const before = (await server.events()).length
  const sum = await importSample('bitwarden.json', '--source', 'dry', '--dry-run')

  expect(sum).toMatchObject({ from: 'bitwarden/dry', entries: 3, imported: 3 })
  expect(
    (await server.events()).filter(({ category }) => category !== 'log').length,
  ).toBeLessThanOrEqual(before)
})

test.each([
  [['gitlab.ndjson'], 'looks like no log that is known: say what it is with --from, or --mapping'],
  [
    ['gitlab.ndjson', '--from', 'splunk'],
    'there is no format splunk: there are bitwarden, cloudtrail',
  ],
  [['gitlab.ndjson', '--from', 'generic'], 'the mapping cannot be used'],
  [
    ['vault.ndjson', '--from', 'vault', '--mapping', sample('gitlab-mapping.json')],
    'a mapping goes with generic',
  ],
  [['vault.ndjson', '--mapping', sample('vault.ndjson')], 'is no JSON'],
  [['no-such-file.json'], 'cannot be read: ENOENT'],
  [['vault.ndjson', '--source', 'a source'], 'source: must be a short name'],
])('what cannot be imported is one sentence: %j', async ([name = '', ...flags], sentence) => {
  const answer = await owner.keepwatch('import', sample(name), ...flags)

  expect(answer.stderr).toContain(sentence)
  expect(answer.stderr.trim().split('\n')).toHaveLength(1)
  expect(answer.code).toBe(2)
})

test('a member may not, and the attempt is on record', async () => {
  const member = await memberOf(server, 'member@example.com')
  const answer = await member.keepwatch('import', sample('vault.ndjson'))
  await member.remove()

  expect(answer.code).toBe(3)
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'action_denied',
    action: 'event.import',
  })
})

test('imported events are found, exported and proved like all others', async () => {
  await importSample('cloudtrail.json')
  const report = [
    'audit-report',
    '--event-type',
    'aws_secretsmanager_get_secret_value',
    '--username',
    'Alice',
  ]
  const rows = await owner.ask<object[]>(...report)
  const api = await ownersApi(server)
  const file = join(folder, 'events.json')
  const page = await (
    await api.events.$get({ query: { limit: ['1000'], order: ['ascending'] } })
  ).json()
  await writeFile(file, JSON.stringify(page))
  const vkey = join(server.folder, 'log-vkey')
  const { code, stderr } = await owner.keepwatch('verify', '--export', file, '--vkey', vkey)

  expect(rows).toMatchObject([{ username: 'Alice' }])
  expect([stderr, code]).toEqual(['', 0])
})
