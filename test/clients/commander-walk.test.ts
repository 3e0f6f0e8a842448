import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CommanderOutcome, CommanderResult } from '../../docs/commander-table.ts'
import { memberOf } from '../support/keepwatch.ts'
import { leftOut, reportsItself } from './lines/walk.ts'
import { type CommanderStage, commanderStage } from './support/commander-stage.ts'
import { type Walked, walkThrough } from './support/walk.ts'

/** Every command that the real Commander has, run against the server: whatever is not served says so, and nothing breaks or hangs. */

const aWhile = 480_000
const written = join(import.meta.dirname, '../../docs/reference/commander-commands.json')

let stage: CommanderStage
let walked: readonly Walked[]

beforeAll(async () => {
  stage = await commanderStage()
  await (await memberOf(stage.server, 'mei@example.com')).remove()
  for (const name of ['Guesses', 'Spare'])
    await stage.owner.ask('audit-alert', 'add', '--name', name, '--audit-event', 'login_failure')
  walked = await walkThrough(stage)
}, aWhile)

afterAll(() => stage?.stop())

const inOneLine = (text: string) => text.split(/\s+/).join(' ')

const sentencesOf = ({ calls }: Walked) => calls.map(([, sentence]) => sentence).filter(Boolean)

test('it goes through all of them', () => {
  expect(walked.length).toBeGreaterThan(370)
  expect(walked.map(({ name }) => name)).toContain('distributor msp-info')
  for (const name of leftOut) expect(walked.map((one) => one.name)).not.toContain(name)
})

test('none ends in a stack trace', () => {
  expect(walked.filter(({ said }) => said.includes('Traceback'))).toEqual([])
})

test('none hangs', () => {
  expect(walked.filter(({ raised }) => raised.includes('TooLong'))).toEqual([])
})

test('none breaks on what the server answers', () => {
  const broken = ['KeyError', 'TypeError', 'AttributeError', 'IndexError', 'JSONDecodeError']
  const told = walked.filter(({ raised }) => raised.some((one) => broken.includes(one)))
  expect(told).toEqual([])
})

test('whatever the server refuses, Commander shows', () => {
  const hidden = walked.filter((one) =>
    sentencesOf(one).some((sentence) => !inOneLine(one.said).includes(inOneLine(sentence))),
  )
  expect(hidden.map(({ name }) => name)).toEqual(Object.keys(reportsItself))
})

test('and the attempt is an event', async () => {
  const refused = walked.flatMap(({ calls }) => calls.filter(([, sentence]) => sentence))
  const events = await stage.server.events()
  const actions = new Set(events.map(({ action }) => String(action).split(' ').at(-1)))
  expect(refused.length).toBeGreaterThan(80)
  const asked = refused.map(([_, sentence]) => / does not answer (\S+)\./.exec(sentence)?.[1])
  expect(asked.filter((action) => action !== undefined && !actions.has(action))).toEqual([])
})

/** What Commander does before and after every command. */
const always = new Set([
  ...['authentication/start_login', 'vault/sync_down', 'vault/get_record_types'],
  ...['vault/get_change_key_types', 'audit_event_client_logging'],
])

const says = new Set(['CommandError', 'KeeperApiError', 'Error'])

function outcomeOf(one: Walked): CommanderOutcome {
  if (sentencesOf(one).length > 0) return 'refused'
  if (one.raised.includes('EOFError')) return 'asks'
  if (one.raised.some((error) => !says.has(error))) return 'fails'
  if (one.raised.length > 0) return 'declines'
  return one.calls.some(([endpoint]) => !always.has(endpoint)) ? 'works' : 'alone'
}

/** A sentence without what is another one every time. */
const plain = (sentence: string) => sentence.replaceAll(/(?<![\w-])[\w-]{22}(?![\w-])/g, '<uid>')

function resultOf(one: Walked): CommanderResult {
  const [sentence] = sentencesOf(one)
  const said = sentence === undefined ? {} : { sentence: plain(sentence) }
  return { command: one.name, line: one.line, outcome: outcomeOf(one), ...said }
}

test('each comes to what the page of them says (npm run test:clients -- --write writes it)', async () => {
  const text = `${JSON.stringify(walked.map(resultOf), undefined, 2)}\n`
  if (process.env['KEEPWATCH_CLIENTS'] === 'write') await writeFile(written, text)
  expect(await readFile(written, 'utf8')).toBe(text)
})
