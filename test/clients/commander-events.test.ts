import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ShownEvent } from '../../src/events/shown-event.ts'
import { memberOf } from '../support/keepwatch.ts'
import { wordsOf } from './lines/line.ts'
import { type CommanderStage, commanderStage } from './support/commander-stage.ts'

/** What the real Commander does leaves the same events, with the same fields, as our own command that does the same. */

const patience = { timeout: 120_000 }

let stage: CommanderStage

beforeAll(async () => {
  stage = await commanderStage()
  await (await memberOf(stage.server, 'mei@example.com')).remove()
  await stage.owner.ask('team', 'add', 'Operations')
}, 120_000)

afterAll(() => stage?.stop())

/** What is done, by Commander and by us, each to things of their own. `@Title` stands for the UID of what has that title. */
type Deed = readonly [what: string, commander: string, ours: string]

const deeds: readonly Deed[] = [
  ['makes an application', 'secrets-manager app create Theirs', 'sm app create Ours'],
  [
    'shares an application',
    'secrets-manager app share Theirs --email mei@example.com',
    'sm app share Ours --email mei@example.com',
  ],
  [
    'ends that',
    'secrets-manager app unshare Theirs --email mei@example.com',
    'sm app unshare Ours --email mei@example.com',
  ],
  [
    'shares a record',
    'secrets-manager share add --app Theirs --secret @Mailbox',
    'sm share add --app Ours --secret @Mailbox',
  ],
  [
    'shares a folder to be changed',
    'secrets-manager share add --app Theirs --secret @Production --editable',
    'sm share add --app Ours --secret @Production --editable',
  ],
  [
    'takes a record away',
    'secrets-manager share remove --app Theirs --secret @Mailbox',
    'sm share remove --app Ours --secret @Mailbox',
  ],
  [
    'adds a device',
    'secrets-manager client add --app Theirs --name robot',
    'sm client add --app Ours --name robot',
  ],
  [
    'adds two devices from anywhere',
    'secrets-manager client add --app Theirs --name fleet --count 2 --unlock-ip',
    'sm client add --app Ours --name fleet --count 2 --unlock-ip',
  ],
  [
    'removes a device',
    'secrets-manager client remove --app Theirs --client robot --force',
    'sm client remove --app Ours --client robot --force',
  ],
  [
    'removes every device',
    'secrets-manager client remove --app Theirs --client all --force',
    'sm client remove --app Ours --client all --force',
  ],
  [
    'renames an application',
    'secrets-manager app update Theirs --name Another',
    'sm app update Ours --name Other',
  ],
  [
    'removes an application with its shares',
    'secrets-manager app remove Another --force',
    'sm app remove Other --force',
  ],
  ['makes a shared folder', 'mkdir -sf TheirFolder', 'folder add --name OurFolder'],
  [
    'makes a folder below it',
    'mkdir TheirFolder/Below',
    'folder add --name Below --parent @OurFolder',
  ],
  [
    'lets somebody into a folder',
    'share-folder TheirFolder -e mei@example.com',
    'folder share @OurFolder --with mei@example.com',
  ],
  [
    'lets them change what lies in it',
    'share-folder TheirFolder -e mei@example.com --manage-records on',
    'folder share @OurFolder --with mei@example.com --editable',
  ],
  [
    'takes them out',
    'share-folder TheirFolder -e mei@example.com --action remove --force',
    'folder unshare @OurFolder --with mei@example.com',
  ],
  [
    'lets a team into a folder',
    'share-folder TheirFolder -e Operations',
    'folder share @OurFolder --team Operations',
  ],
  [
    'lets a team change what lies in it',
    'share-folder TheirFolder -e Operations --manage-records on',
    'folder share @OurFolder --team Operations --editable',
  ],
  [
    'takes a team out',
    'share-folder TheirFolder -e Operations --action remove --force',
    'folder unshare @OurFolder --team Operations',
  ],
  [
    'adds a record to a folder',
    'record-add --title Theirs --record-type login --folder TheirFolder login=me',
    'record add --title Ours --type login --folder @OurFolder --field login=me',
  ],
  [
    'changes a record',
    'record-update --record TheirFolder/Theirs login=somebody',
    'record update @Ours --field login=somebody',
  ],
  ['removes a record', 'rm -f TheirFolder/Theirs', 'record remove @Ours'],
  ['removes a folder with another', 'rmdir -f TheirFolder', 'folder remove @OurFolder --force'],
  [
    'adds an alert',
    'audit-alert add --name Theirs --audit-event login_failure',
    'audit-alert add --name Ours --audit-event login_failure',
  ],
  [
    'adds a recipient',
    'audit-alert recipient Theirs add --name Ops --email ops@example.com',
    'audit-alert recipient Ours add --name Ops --email ops@example.com',
  ],
  [
    'disables a recipient',
    'audit-alert recipient Theirs disable Ops',
    'audit-alert recipient Ours disable Ops',
  ],
  [
    'changes an alert',
    'audit-alert edit Theirs --frequency 2:hour',
    'audit-alert edit Ours --frequency 2:hour',
  ],
  ['disables an alert', 'audit-alert disable Theirs', 'audit-alert disable Ours'],
  ['enables an alert', 'audit-alert enable Theirs', 'audit-alert enable Ours'],
  ['begins to count anew', 'audit-alert reset-counts Theirs', 'audit-alert reset-counts Ours'],
  [
    'removes a recipient',
    'audit-alert recipient Theirs delete Ops',
    'audit-alert recipient Ours delete Ops',
  ],
  ['removes an alert', 'audit-alert delete Theirs --force', 'audit-alert delete Ours --force'],
]

/** What a client reads before or after it does something, as it pleases. */
const reading = new Set(['login', 'vault_fetched', 'apps_opened', 'app_opened', 'open_record'])

/** What our own command does besides, because it has the keys: a folder that somebody was taken out of gets another key. */
const besides = new Set(['shared_folder_key_fetched', 'shared_folder_key_changed'])

/** What is another one each time, or says by what it was done; what was handed out is told by a hash of it. */
const circumstances = new Set([
  ...['seq', 'event_id', 'timestamp', 'recorded_at', 'request_id', 'session_id'],
  ...['client_version', 'message', 'remote_address', 'peer_address', 'served'],
])

const isUid = (value: unknown) => typeof value === 'string' && /^[\w-]{22}$/.test(value)

/** The fields of an event, where names and UIDs that the two have of their own are left out. */
function plain(event: ShownEvent): object {
  const fields = Object.entries(event).filter(([name]) => !circumstances.has(name))
  const shown = fields.map(([name, value]) => {
    if (isUid(value)) return [name, '<uid>']
    return [name, typeof value === 'string' ? value.replace(/^(Theirs|Ours)$/, '<name>') : value]
  })
  return Object.fromEntries(shown)
}

async function since(act: () => Promise<unknown>): Promise<readonly ShownEvent[]> {
  const before = (await stage.server.events()).length
  await act()
  return (await stage.server.events()).slice(before).filter(({ category }) => category !== 'log')
}

const byText = (one: object, other: object) =>
  JSON.stringify(one) < JSON.stringify(other) ? -1 : 1

/** What was left by what somebody did; of several that were done at once, in no order. */
async function left(act: () => Promise<unknown>): Promise<readonly object[]> {
  const events = await since(act)
  return events
    .filter(({ audit_event }) => !reading.has(audit_event) && !besides.has(audit_event))
    .map(plain)
    .sort(byText)
}

const known: Record<string, string> = {}
const titles = /--name (\S+)|--title (\S+)/

async function weDo(line: string): Promise<void> {
  const uidOf = (word: string) => known[word.slice(1)] ?? stage.uids[word.slice(1)] ?? word
  const words = wordsOf(line).map((word) => (word.startsWith('@') ? uidOf(word) : word))
  const answer = await stage.owner.keepwatch(...words, '--format', 'json')
  expect({ line, code: answer.code, stderr: answer.stderr }).toMatchObject({ code: 0 })
  const [, name, title] = titles.exec(line) ?? []
  const made = /"(?:folder|record)_uid": "([\w-]{22})"/.exec(answer.stdout)?.[1]
  if (made) known[name ?? title ?? ''] ??= made
}

test.each(deeds.map(([what, commander, ours]) => ({ what, commander, ours })))(
  'who $what leaves the same',
  patience,
  async ({ commander, ours }) => {
    const words = wordsOf(commander).map((word) => stage.uids[word.slice(1)] ?? word)
    const theirs = await left(() => stage.commander.shell.say(...words))
    expect(theirs.length).toBeGreaterThan(0)
    expect(theirs).toEqual(await left(() => weDo(ours)))
  },
)

test('who opens a record leaves the same', patience, async () => {
  const uid = stage.uids['Mailbox'] ?? ''
  const opened = async (act: () => Promise<unknown>) =>
    (await since(act)).filter(({ audit_event }) => audit_event === 'open_record').map(plain)
  const theirs = await opened(() => stage.commander.shell.say('get', uid))
  expect(theirs).toHaveLength(1)
  expect(theirs).toEqual(await opened(() => stage.owner.ask('record', 'get', uid)))
})

test('a device is revoked wherever it is, by its client ID', patience, async () => {
  const say = stage.commander.shell.say
  await say('secrets-manager', 'client', 'add', '--app', 'Builds', '--name', 'stolen')
  type Shown = { readonly client_devices: readonly { readonly client_id: string }[] }
  const get = ['secrets-manager', 'app', 'get', 'Builds', '--format', 'json']
  const { client_devices } = await stage.commander.shell.ask<Shown>(...get)
  // Written with a sign, because Commander takes an ID that begins with a hyphen for an option otherwise.
  const id = `--client=${client_devices[0]?.client_id}`
  const events = await left(() => say('secrets-manager', 'client', 'revoke', '--force', id))
  expect(events).toMatchObject([{ audit_event: 'app_client_removed', device_name: 'stolen' }])
})
