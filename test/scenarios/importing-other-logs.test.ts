import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, memberOf, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** `keepwatch import`: what other products have written comes in, marked, once, and sealed like everything else. */

type Sum = {
  readonly file: string
  readonly from: string
  readonly entries: number
  readonly imported: number
  readonly already_there: number
  readonly unreadable: number
  readonly first?: string
  readonly last?: string
  readonly import_uid?: string
}

const samples = join(import.meta.dirname, '../samples/imports')
const sample = (name: string) => join(samples, name)

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

async function importSample(name: string, ...flags: readonly string[]): Promise<Sum> {
  const [sum] = await owner.ask<Sum[]>('import', sample(name), ...flags)
  if (!sum) throw new Error('nothing was said')
  return sum
}

const importedBy = async ({ import_uid }: Sum) =>
  (await server.events()).filter(
    (event) => event['import_uid'] === import_uid && event['imported_from'],
  )

const lineOf = async (name: string, line: number) =>
  (await readFile(sample(name), 'utf8')).split('\n')[line] ?? ''

test('Keeper’s SIEM lines keep their names, their time and their fields, and say whose word they are', async () => {
  const sum = await importSample('keeper-siem.ndjson')
  const [access, , invited, transferred] = await importedBy(sum)

  expect(sum).toMatchObject({ from: 'keeper', entries: 5, imported: 5, unreadable: 0 })
  expect(access).toMatchObject({
    audit_event: 'app_client_access',
    category: 'ksm',
    outcome: 'success',
    timestamp: '2025-01-12T00:03:44.743Z',
    username: 'ann@example.com',
    remote_address: '203.0.113.5',
    client_version: 'SecretsManager/JS.16.6.2',
    device_name: 'ci-runner',
    imported_from: 'keeper',
    message: expect.stringMatching(/^Imported from keeper: .* by ann@example.com \(success\)$/),
  })
  expect(Date.parse(access?.recorded_at ?? '')).toBeGreaterThan(Date.now() - 60_000)
  expect(access).not.toHaveProperty('request_id')
  expect(invited).toMatchObject({ email: 'newcomer@example.com', role_id: '1119925607333893' })
  expect(invited).not.toHaveProperty('value')
  expect(transferred).toMatchObject({
    from_username: '1119925607333893',
    to_username: 'new@example.com',
  })
})

test('whoever holds the file finds the event of a line by its SHA-256', async () => {
  const line = await lineOf('keeper-siem.ndjson', 2)
  const line_sha256 = createHash('sha256').update(line).digest('hex')

  expect(
    (await server.events()).filter((event) => event['line_sha256'] === line_sha256),
  ).toMatchObject([{ audit_event: 'pending_added_to_role' }])
})

test('two equal lines are two events; the same file again adds nothing', async () => {
  const events = (await server.events()).filter(
    ({ audit_event }) => audit_event === 'app_client_access',
  )
  const again = await importSample('keeper-siem.ndjson')

  expect(events).toHaveLength(2)
  expect(again).toMatchObject({ entries: 5, imported: 0, already_there: 5 })
  expect(await importedBy(again)).toEqual([])
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

test('an entry that claims to be one of Keepwatch’s own events does not become one', async () => {
  const forged = (await server.events()).find((event) => event.username === 'mallory@example.com')

  expect(forged).toMatchObject({
    audit_event: 'keeper_log_checkpoint',
    category: 'imported',
    imported_from: 'keeper',
    x_served: 'sha256:forged',
    x_note: 'forged',
    x_imported_from: 'nobody',
    message: expect.stringMatching(/^Imported from keeper: /),
  })
  expect(forged?.event_id).not.toMatch(/^00000000/)
  for (const field of ['served', 'served_count', 'note', 'root', 'origin'])
    expect(forged).not.toHaveProperty(field)
})

test('a list that Commander exported, a page of the pull API and a report as CSV', async () => {
  const list = await importSample('keeper-commander.json')
  const [, failed, unknown] = await importedBy(list)
  const page = await importSample('keeper-pull.json')
  const table = await importSample('keeper-report.csv')
  const [login, added] = await importedBy(table)

  expect(failed).toMatchObject({
    audit_event: 'login_failure',
    outcome: 'failure',
    remote_address: '2001:db8::1',
  })
  expect(unknown).toMatchObject({ audit_event: 'keeper_a_type_of_tomorrow', category: 'imported' })
  expect((await importedBy(page)).map(({ audit_event }) => audit_event)).toEqual([
    'open_record',
    'copy_password',
  ])
  expect(login).toMatchObject({
    audit_event: 'login',
    timestamp: '2025-03-01T07:30:51.000Z',
    geo_location: 'Munich, Bavaria, DE',
    x_message: 'User (username) logged in to vault (PASS)',
  })
  expect(added?.['x_message']).toBe('User (username) added\r\nrecord UID Qk1hZ2ljUmVjb3JkVWlkMA')
})

test('Vault’s requests and responses, with their secrets left out even when they were logged raw', async () => {
  const [request, response, denied] = await importedBy(
    await importSample('vault.ndjson', '--source', 'prod'),
  )

  expect(request).toMatchObject({
    audit_event: 'hashivault_read_request',
    imported_from: 'vault/prod',
  })
  expect(response).toMatchObject({
    audit_event: 'hashivault_read',
    username: 'approle-ci',
    remote_address: '198.51.100.7',
    secret_uid: 'kv/data/app/db',
    timestamp: '2025-06-05T16:10:22.301Z',
    x_request_id: '2b1d7c0e-8f5e-4f3a-9f8a-6c1f0e7a2b10',
  })
  expect(denied).toMatchObject({
    audit_event: 'hashivault_update',
    outcome: 'denied',
    username: 'carl',
  })
  expect(denied?.['secret_uid']).toBe('kv/data/app/(username)')
  expect(JSON.stringify(await server.events())).not.toMatch(/in the clear|"clear"/)
})

test('the same lines are OpenBao’s when somebody says so', async () => {
  const [first] = await importedBy(await importSample('vault.ndjson', '--from', 'openbao'))

  expect(first).toMatchObject({ audit_event: 'openbao_read_request', imported_from: 'openbao' })
})

test('CloudTrail, packed as it is delivered: people stand where they can be erased and nowhere else', async () => {
  const file = join(folder, '123456789012_CloudTrail.json.gz')
  await writeFile(file, gzipSync(await readFile(sample('cloudtrail.json'))))
  const [sum] = await owner.ask<Sum[]>('import', file)
  const [read, denied, service] = sum ? await importedBy(sum) : []

  expect(read).toMatchObject({
    audit_event: 'aws_secretsmanager_get_secret_value',
    original_event: 'secretsmanager.GetSecretValue',
    username: 'Alice',
    secret_uid: 'prod/db',
    x_user_identity_arn: 'arn:aws:iam::123456789012:user/(username)',
    client_version: 'aws-cli/2.15.0 Python/3.11.6',
  })
  expect(denied).toMatchObject({ outcome: 'denied', severity: 'warning', username: 'deploy' })
  expect(denied?.['x_error_message']).toContain(
    'assumed-role/(username)/ci is not authorized, told (email)',
  )
  expect(service).toMatchObject({
    username: 'rotation.amazonaws.com',
    x_source: 'secretsmanager.amazonaws.com',
  })
  expect(service).not.toHaveProperty('remote_address')
})

test('Infisical and Bitwarden', async () => {
  const [read, made] = await importedBy(await importSample('infisical.json'))
  const [viewed, failed, retrieved] = await importedBy(await importSample('bitwarden.json'))

  expect(read).toMatchObject({
    audit_event: 'infisical_get_secret',
    username: 'ci',
    secret_uid: 's-1',
  })
  expect(made).toMatchObject({
    username: 'dora@example.com',
    client_version: 'Mozilla/5.0 Chrome/120.0.0.0',
  })
  expect(viewed).toMatchObject({
    audit_event: 'bitwarden_cipher_client_viewed',
    record_uid: '3767a302-8208-4dc6-b842-030428a1cfad',
    x_type: 1107,
  })
  expect(failed).toMatchObject({ audit_event: 'bitwarden_user_failed_log_in', outcome: 'failure' })
  expect(retrieved).toMatchObject({ audit_event: 'bitwarden_secret_retrieved' })
})

test('any other log, with a mapping', async () => {
  const mapping = ['--mapping', sample('gitlab-mapping.json')]
  const sum = await importSample('gitlab.ndjson', ...mapping)
  const [read, denied] = await importedBy(sum)

  expect(sum).toMatchObject({ from: 'generic', imported: 2 })
  expect(read).toMatchObject({
    audit_event: 'other_gitlab_variable_read',
    username: 'eve@example.com',
    remote_address: '192.0.2.40',
    folder_uid: 'group/app',
    x_author_name: 'Eve',
  })
  expect(read).not.toHaveProperty('x_details_payload')
  expect(denied).toMatchObject({ outcome: 'denied' })
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
  const report = [
    'audit-report',
    '--event-type',
    'aws_secretsmanager_get_secret_value',
    '--username',
    'Alice',
  ]
  const rows = await owner.ask<object[]>(...report)
  const file = join(folder, 'export.json')
  await owner.ask('audit-log', '--target', 'json', '--file-path', file)
  const exported = JSON.parse(await readFile(file, 'utf8')) as { imported_from?: string }[]
  const { code, stderr } = await owner.keepwatch('verify', '--url', server.url)

  expect(rows).toMatchObject([{ username: 'Alice' }])
  expect(exported.filter(({ imported_from }) => imported_from === 'cloudtrail')).toHaveLength(3)
  expect([stderr, code]).toEqual(['', 0])
})
