import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ImportSum, importedBy, importFile, sample } from '../support/imported-samples.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** `keepwatch import`: what other products have written comes in, marked, once, and sealed like everything else. */

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

const lineOf = async (name: string, line: number) =>
  (await readFile(sample(name), 'utf8')).split('\n')[line] ?? ''

test('Keeper’s SIEM lines keep their names, their time and their fields, and say whose word they are', async () => {
  const sum = await importSample('keeper-siem.ndjson')
  const [access, , invited, transferred] = await broughtBy(sum)

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

test('an entry that claims to be one of Keepwatch’s own events does not become one', async () => {
  const forged = (await server.events()).find((event) => event.username === 'mallory@example.com')

  expect(forged).toMatchObject({
    audit_event: 'keeperlog_log_checkpoint',
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
  const [, failed, unknown] = await broughtBy(list)
  const page = await importSample('keeper-pull.json')
  const table = await importSample('keeper-report.csv')
  const [login, added] = await broughtBy(table)

  expect(failed).toMatchObject({
    audit_event: 'login_failure',
    outcome: 'failure',
    remote_address: '2001:db8::1',
  })
  expect(unknown).toMatchObject({
    audit_event: 'keeperlog_a_type_of_tomorrow',
    category: 'imported',
  })
  expect((await broughtBy(page)).map(({ audit_event }) => audit_event)).toEqual([
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
  const [request, response, denied] = await broughtBy(
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
  const [first] = await broughtBy(await importSample('vault.ndjson', '--from', 'openbao'))

  expect(first).toMatchObject({ audit_event: 'openbao_read_request', imported_from: 'openbao' })
})

test('CloudTrail, packed as it is delivered: people stand where they can be erased and nowhere else', async () => {
  const file = join(folder, '123456789012_CloudTrail.json.gz')
  await writeFile(file, gzipSync(await readFile(sample('cloudtrail.json'))))
  const [sum] = await owner.ask<ImportSum[]>('import', file)
  const [read, denied, service] = sum ? await broughtBy(sum) : []

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
  const [read, made] = await broughtBy(await importSample('infisical.json'))
  const [viewed, failed, retrieved] = await broughtBy(await importSample('bitwarden.json'))

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
  const [read, denied] = await broughtBy(sum)

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
