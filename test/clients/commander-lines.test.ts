import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CommanderStage, commanderStage } from './support/commander-stage.ts'

/** Command lines of the real Commander, one after another, and what each prints. */

const patience = { timeout: 120_000 }
const golden = join(import.meta.dirname, '../golden/commander')

let stage: CommanderStage

beforeAll(async () => {
  stage = await commanderStage()
}, 120_000)

afterAll(() => stage?.stop())

/** What is another one every time, by what it is. */
function plain(text: string): string {
  let told = stripVTControlCharacters(text)
  for (const [name, uid] of Object.entries(stage.uids)) told = told.replaceAll(uid, `<${name}>`)
  return told
    .replaceAll(/localhost:\d+:[\w-]{43}/g, '<token>')
    .replaceAll(stage.commander.home, '<home>')
    .replaceAll(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\+00:00)?/g, '<time>')
    .replaceAll(/\b[\w-]{80,}/g, '<client id>')
    .replaceAll(/(?<![\w-])[\w-]{22}(?![\w-])/g, '<uid>')
    .replaceAll(/("short_id": "|Short ID: )[\w-]+/g, '$1<short id>')
    .split('\n')
    .map((line) => line.replaceAll(/ {2,}/g, '  ').replaceAll(/-{3,}/g, '---').trimEnd())
    .join('\n')
    .trim()
}

const named = (argv: readonly string[]) => argv.map((one) => stage.uids[one.slice(1)] ?? one)

/** `@Title` stands for the UID of what has that title. */
const lines: readonly (readonly [string, ...string[]])[] = [
  ['whoami'],
  ['login-status'],
  ['this-device'],
  ['list'],
  ['list', '--format', 'json'],
  ['search', 'robot'],
  ['get', '@Primary'],
  ['get', '@Primary', '--unmask'],
  ['get', '@Production'],
  ['tree'],
  ['secrets-manager', 'app', 'list'],
  ['secrets-manager', 'app', 'list', '--format', 'json'],
  ['secrets-manager', 'app', 'get', 'Builds'],
  ['secrets-manager', 'app', 'create', 'Deploys'],
  ['secrets-manager', 'app', 'create', 'Deploys'],
  ['secrets-manager', 'share', 'add', '--app', 'Deploys', '--secret', '@Mailbox'],
  ['secrets-manager', 'share', 'add', '--app', 'Deploys', '--secret', '@Production', '--editable'],
  ['secrets-manager', 'share', 'add', '--app', 'Deploys', '--secret', '@Mailbox'],
  ['secrets-manager', 'share', 'update', '--app', 'Deploys', '--secret', '@Mailbox', '--editable'],
  ['secrets-manager', 'share', 'remove', '--app', 'Deploys', '--secret', '@Mailbox'],
  ['secrets-manager', 'client', 'add', '--app', 'Deploys', '--name', 'fleet', '--count', '2'],
  ['secrets-manager', 'client', 'add', '--app', 'Deploys', '--name', 'open', '--unlock-ip'],
  ['secrets-manager', 'app', 'get', 'Deploys'],
  ['secrets-manager', 'client', 'remove', '--app', 'Deploys', '--client', 'open', '--force'],
  ['secrets-manager', 'token', 'add', 'Deploys'],
  ['secrets-manager', 'app', 'update', 'Deploys', '--name', 'Another'],
  ['secrets-manager', 'usage'],
  ['mkdir', '-sf', '-a', 'Staging'],
  ['mkdir', '-uf', 'Private'],
  ['record-add', '--title', 'Cache', '--record-type', 'login', '--folder', 'Staging', 'login=me'],
  ['record-update', '--record', 'Cache', 'login=somebody'],
  ['search', 'somebody'],
  ['rm', '-f', 'Cache'],
  ['rmdir', '-f', 'Staging'],
  ['secrets-manager', 'app', 'remove', 'Another', '--force'],
  ['tree'],
  ['audit-alert', 'list'],
  ['audit-alert', 'add', '--name', 'Guesses', '--audit-event', 'login_failure'],
  ['audit-alert', 'recipient', 'Guesses', 'add', '--name', 'Ops', '--email', 'ops@example.com'],
  ['audit-alert', 'recipient', 'Guesses', 'disable', 'Ops'],
  ['audit-alert', 'edit', 'Guesses', '--frequency', '2:hour', '--active', 'off'],
  ['audit-alert', 'view', 'Guesses'],
  ['audit-alert', 'enable', '--all'],
  ['audit-alert', 'reset-counts', 'Guesses'],
  ['audit-alert', 'history', 'Guesses'],
  ['audit-alert', 'recipient', 'Guesses', 'delete', 'Ops'],
  ['audit-alert', 'delete', 'Guesses', '--force'],
  ['audit-alert', 'view', 'Guesses'],
]

describe('every line prints what it printed before', () => {
  test.each(lines.map((argv, index) => ({ argv, index, line: argv.join(' ') })))(
    '$index: $line',
    patience,
    async ({ argv, index }) => {
      const { code, stdout, stderr } = await stage.commander.shell.run(...named(argv))
      expect(stdout + stderr).not.toContain('Traceback')
      const told = `$ ${argv.join(' ')}\n${plain(stdout)}\n${plain(stderr)}\n(${code})\n`
      const file = `${String(index).padStart(2, '0')}-${argv[0]}.txt`
      await expect(told).toMatchFileSnapshot(join(golden, file))
    },
  )
})

describe('what is not served says so', () => {
  test.each([
    ['share-record', '@Mailbox', '-e', 'other@example.com', '-a', 'grant'],
    ['one-time-share', 'create', '@Mailbox', '-e', '1h'],
    ['audit-report', '--report-type', 'span', '--columns', 'no_such_column'],
    ['secrets-manager', 'app', 'share', 'Builds', '--email', 'other@example.com'],
  ])('%s %s', patience, async (...argv) => {
    const { stdout, stderr } = await stage.commander.shell.run(...named(argv))
    expect(stdout + stderr).toMatch(/Keepwatch does not answer|is not a column/)
    expect(stdout + stderr).not.toContain('Traceback')
  })
})
