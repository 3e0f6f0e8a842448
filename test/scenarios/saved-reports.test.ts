import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deviceReads } from '../support/device-reads.ts'
import { type CommandLine, commandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** A question that is asked every week is saved once and run by its name. */

let server: TestServer
let owner: CommandLine
let auditor: CommandLine

beforeAll(async () => {
  const at = new Date(Date.now() - 3_600_000)
  const fill = deviceReads({ devices: ['runner-1', 'runner-2', 'laptop'], at })
  server = await startServer({ flags: { tls: 'off' }, fill })
  owner = await ownerOf(server)
  auditor = await commandLine(server, 'eve@example.com')
  const { invitation } = await owner.ask<{ invitation: string }>(
    ...['user', 'invite', '--email', 'eve@example.com', '--role', 'auditor'],
  )
  await auditor.ask('account', 'create', '--email', 'eve@example.com', '--invitation', invitation)
  await auditor.keepwatch('login')
})
afterAll(async () => {
  await owner.remove()
  await auditor.remove()
  await server.stop()
})

const access = ['audit-report', '--event-type', 'app_client_access']

/** What both print: CSV shows the columns and their order as well. */
const printed = async (line: CommandLine, ...argv: readonly string[]) => {
  const { code, stdout, stderr } = await line.keepwatch(...argv, '--format', 'csv')
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

test.each([
  ['a raw report with patterns', [...access, '--report-format', 'fields', 'not:laptop']],
  [
    'a report that counts',
    [
      ...access,
      '--report-type',
      'day',
      '--columns',
      'device_name',
      '--aggregate',
      'occurrences,last_created',
      '--timezone',
      'Europe/Berlin',
      '--order',
      'asc',
    ],
  ],
  ['a dimension', ['audit-report', '--report-type', 'dim', '--columns', 'device_name']],
])('%s prints the same by its name', async (name, asked) => {
  const first = await printed(owner, ...asked, '--save', name)
  expect(first.split('\r\n').length).toBeGreaterThan(2)
  expect(await printed(owner, 'audit-report', '--run', name)).toBe(first)
  expect(await printed(auditor, 'audit-report', '--run', name)).toBe(first)
})

test('it stands in the log who made it, changed it and removed it, and not what it asks', async () => {
  const last = async () => (await server.lastEvent())?.message
  const steps = [
    [['--username', 'somebody@example.com', '--save', 'Weekly'], 'created report Weekly'],
    [['--save', 'Weekly'], 'modified report Weekly'],
  ] as const
  for (const [flags, says] of steps) {
    await owner.keepwatch('audit-report', ...flags)
    const told = (await server.events()).map(({ message }) => message)
    expect(told).toContain(`User owner@example.com ${says}`)
    expect(told.join()).not.toContain('somebody@example.com')
  }
  await owner.keepwatch('audit-report', '--remove-report', 'Weekly')
  expect(await last()).toBe('User owner@example.com deleted report Weekly')
})

test('a private report is its owner’s alone; another’s can be run and not changed', async () => {
  await owner.keepwatch(...access, '--save', 'Mine', '--private')
  await owner.keepwatch(...access, '--save', 'Ours')
  const names = async (line: CommandLine) =>
    (await line.ask<readonly { name: string }[]>('audit-report', '--list-reports')).map(
      ({ name }) => name,
    )
  expect(await names(owner)).toEqual(expect.arrayContaining(['Mine', 'Ours', 'least-grant']))
  expect(await names(auditor)).toContain('Ours')
  expect(await names(auditor)).not.toContain('Mine')
  expect((await auditor.keepwatch('audit-report', '--run', 'Mine')).code).toBe(1)
  for (const change of [
    ['--save', 'Ours'],
    ['--remove-report', 'Ours'],
  ]) {
    const { code, stderr } = await auditor.keepwatch('audit-report', ...change)
    expect([code, stderr]).toEqual([3, expect.stringContaining('somebody else')])
  }
})

test('--created and --limit of the moment count', async () => {
  await owner.keepwatch(...access, '--save', 'All')
  const rows = (...flags: readonly string[]) =>
    owner.ask<readonly object[]>('audit-report', '--run', 'All', ...flags)
  expect(await rows()).toHaveLength(3)
  expect(await rows('--limit', '2')).toHaveLength(2)
  expect(await rows('--created', '< 2020-01-01')).toHaveLength(0)
})

test.each([
  ['the name of a ready-made report', ['--save', 'least-grant'], 1, 'take another name'],
  ['a name with a slash', ['--save', '../x'], 2, 'letters, digits'],
  ['a question that is none', ['--save', 'x', '--created', 'soon'], 2, '"soon"'],
  ['a report that is not there', ['--remove-report', 'none'], 1, 'no saved report none'],
])('%s is refused, and nothing is saved', async (_, flags, code, sentence) => {
  const answer = await owner.keepwatch('audit-report', ...flags)
  expect([answer.code, answer.stderr]).toEqual([code, expect.stringContaining(sentence)])
})

test('an auditor signs a review off: the file that stays is the one on the record', async () => {
  const file = join(auditor.home, 'review')
  const review = ['audit-report', '--run', 'access-by-device', '--format', 'csv']
  const detail = 'Q4: runner-2 is no longer needed'
  const { code, stderr } = await auditor.keepwatch(
    ...[...review, '--output', file, '--sign-off', detail],
  )
  expect([code, stderr]).toEqual([0, expect.stringContaining(`${file}.csv`)])
  const printed = await readFile(`${file}.csv`)
  expect(printed.toString()).toContain('runner-2')
  expect((await server.events()).at(-1)).toMatchObject({
    ...{ audit_event: 'report_signed_off', username: 'eve@example.com' },
    ...{ report: 'access-by-device', detail },
    digest: createHash('sha256').update(printed).digest('hex'),
  })
})

test.each([
  [['--run', 'denied'], '--output'],
  [['--output', 'x.csv'], '--run or --save'],
])('a sign-off with %s alone says what it needs', async (flags, needed) => {
  const { code, stderr } = await auditor.keepwatch(
    ...['audit-report', ...flags, '--sign-off', 'reviewed'],
  )
  expect([code, stderr]).toEqual([2, expect.stringContaining(needed)])
})
