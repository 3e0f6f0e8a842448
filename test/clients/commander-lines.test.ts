import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventsOfMay } from '../support/events-of-may.ts'
import { memberOf } from '../support/keepwatch.ts'
import { alertLines } from './lines/alert-lines.ts'
import { applicationLines } from './lines/application-lines.ts'
import { comparisons } from './lines/comparisons.ts'
import { type Line, wordsOf } from './lines/line.ts'
import type { Row } from './lines/printed-rows.ts'
import { reportLines } from './lines/report-lines.ts'
import { vaultLines } from './lines/vault-lines.ts'
import { type CommanderStage, commanderStage } from './support/commander-stage.ts'

/** Command lines of the real Commander, one after another: what each prints, and that our own command says the same. */

const patience = { timeout: 120_000 }
const golden = join(import.meta.dirname, '../golden/commander')

let stage: CommanderStage

beforeAll(async () => {
  stage = await commanderStage({ fill: eventsOfMay })
  await (await memberOf(stage.server, 'mei@example.com')).remove()
}, 120_000)

afterAll(() => stage?.stop())

/** What is another one every time, by what it is; May of 2025 is always the same. */
function plain(text: string): string {
  let told = stripVTControlCharacters(text)
  for (const [name, uid] of Object.entries(stage.uids)) told = told.replaceAll(uid, `<${name}>`)
  return told
    .replaceAll(/localhost:\d+:[\w-]{43}/g, '<token>')
    .replaceAll(stage.commander.home, '<home>')
    .replaceAll(/(?!2025-05)\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\+00:00)?/g, '<time>')
    .replaceAll(/(?<![\w-])[\w-]{80,}/g, '<client id>')
    .replaceAll(/(?<![\w-])(?!-+(?![\w-]))[\w-]{22}(?![\w-])/g, '<uid>')
    .replaceAll(/("short_id": "|Short ID: )[\w-]+/g, '$1<short id>')
    .replaceAll(/kw\d+\.\d+\.\d+/g, 'kw<version>')
    .replaceAll(/"user_id": \d+/g, '"user_id": <number>')
    .split('\n')
    .map((line) => line.replaceAll(/ {2,}/g, '  ').replaceAll(/-{3,}/g, '---').trimEnd())
    .join('\n')
    .trim()
}

const named = (words: readonly string[]) => words.map((one) => stage.uids[one.slice(1)] ?? one)

/** A name for a file, of the line that it is of. */
const slug = (line: string) =>
  line
    .replaceAll(/[^\w@-]+/g, '-')
    .replaceAll(/-{2,}/g, '-')
    .replace(/^audit-report-created-between-2025-05-01-and-2025-06-01-/, 'may-')
    .slice(0, 80)
    .replace(/-+$/, '')

/** In one order, which groups of the same count do not have in Commander. */
const inOrder = (rows: readonly Row[]) =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort()

async function check({ commander, ours, rows }: Line, file: string): Promise<void> {
  const { code, stdout, stderr } = await stage.commander.shell.run(...named(wordsOf(commander)))
  expect(stdout + stderr).not.toContain('Traceback')
  const told = `$ ${commander}\n${plain(stdout)}\n${plain(stderr)}\n(${code})\n`
  await expect(told).toMatchFileSnapshot(join(golden, file))
  if (ours === undefined || rows === undefined) return
  const answer = await stage.owner.keepwatch(...named(wordsOf(ours)))
  expect({ code: answer.code, stderr: answer.stderr }).toEqual({ code: 0, stderr: '' })
  const compared = comparisons[rows]
  const found = compared.theirs(stripVTControlCharacters(stdout))
  expect(inOrder(found)).toEqual(inOrder(compared.ours(answer.stdout)))
}

const groups: Readonly<Record<string, readonly Line[]>> = {
  reports: reportLines,
  vault: vaultLines,
  applications: applicationLines,
  alerts: alertLines,
}

test('more than sixty lines ask what our own command answers, too', () => {
  const asking = Object.values(groups)
    .flat()
    .filter(({ ours }) => ours !== undefined)
  expect(asking.length).toBeGreaterThan(60)
})

describe.each(Object.entries(groups))('%s', (group, lines) => {
  test.each(lines.map((line, index) => ({ line, index, title: line.commander })))(
    '$index: $title',
    patience,
    ({ line, index }) =>
      check(line, `${group}/${String(index).padStart(2, '0')}-${slug(line.commander)}.txt`),
  )
})

describe('what is not served says so', () => {
  test.each([
    ['share-record', '@Mailbox', '-e', 'mei@example.com', '-a', 'grant'],
    ['one-time-share', 'create', '@Mailbox', '-e', '1h'],
    ['audit-report', '--report-type', 'span', '--columns', 'no_such_column'],
  ])('%s %s', patience, async (...argv) => {
    const { stdout, stderr } = await stage.commander.shell.run(...named(argv))
    expect(stdout + stderr).toMatch(
      /Keepwatch does not answer|is not a column|are not shared with people/,
    )
    expect(stdout + stderr).not.toContain('Traceback')
  })
})
