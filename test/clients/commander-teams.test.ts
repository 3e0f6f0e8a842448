import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, memberOf } from '../support/keepwatch.ts'
import { type Commander, commanderOf } from './drivers/commander.ts'
import { type CommanderStage, commanderStage } from './support/commander-stage.ts'

/** Shared folders that somebody has with their team only, in the real Commander. */

const patience = { timeout: 120_000 }
const meis = 'mei@example.com'

let stage: CommanderStage
let mei: CommandLine
let theirs: Commander

beforeAll(async () => {
  stage = await commanderStage()
  mei = await memberOf(stage.server, meis)
  await stage.owner.ask('team', 'add', 'Operations')
  await stage.owner.ask('team', 'user', 'add', 'Operations', meis)
  theirs = await commanderOf(stage.server, { email: meis, password: `the password of ${meis}` })
}, 120_000)

afterAll(async () => {
  await theirs?.remove()
  await mei?.remove()
  await stage?.stop()
})

type Listed = { readonly record_uid: string; readonly title: string }
type Team = { readonly name: string; readonly users: readonly string[] }

const told = (all: readonly Listed[]) =>
  all.map(({ record_uid, title }) => `${record_uid} ${title}`).sort()

async function eventsOf(act: () => Promise<unknown>) {
  const before = (await stage.server.events()).length
  await act()
  const shares = (await stage.server.events()).slice(before)
  return shares.filter(({ category }) => category === 'share')
}

test('a team is let into a folder, with the event that ours leaves', patience, async () => {
  const { shell } = stage.commander
  const theirs = await eventsOf(() => shell.say('share-folder', 'Production', '-e', 'Operations'))
  expect(theirs).toMatchObject([{ audit_event: 'folder_add_team', team_name: 'Operations' }])
  expect(theirs).toMatchObject([{ editable: false, username: 'owner@example.com' }])
  expect(await shell.say('get', stage.uids['Production'] ?? '')).toContain('Operations')
})

test('a member of the team lists what lies in it, as ours does', patience, async () => {
  const listed = await theirs.shell.ask<Listed[]>('list', '--format', 'json')
  const ours = await mei.ask<Listed[]>('record', 'list')
  expect(listed).toHaveLength(2)
  expect(told(listed)).toEqual(told(ours))
  expect(await theirs.shell.say('tree')).toMatch(/Production[\s\S]*Databases/)
})

test('and opens a record, with the event that ours leaves', patience, async () => {
  const uid = stage.uids['Primary'] ?? ''
  const before = (await stage.server.events()).length
  expect(await theirs.shell.say('get', uid, '--unmask')).toContain('Primary password')
  const opened = (await stage.server.events()).slice(before)
  expect(opened).toMatchObject([
    { audit_event: 'open_record', record_uid: uid, username: meis, client_version: 'c18.0.0' },
  ])
})

test('says which teams there are, and who is in them', patience, async () => {
  const ours = await stage.owner.ask<{ team_uid: string; name: string }[]>('team', 'list')
  const wanted = ours.map(({ team_uid, name }) => ({ 'Team UID': team_uid, Name: name }))
  for (const { shell } of [stage.commander, theirs])
    expect(await shell.ask('list-team', '--format', 'json')).toMatchObject(wanted)
  const told = ['enterprise-info', '--teams', '--columns', 'users', '--format', 'json'] as const
  const [team] = await stage.commander.shell.ask<Team[]>(...told)
  expect(team?.name).toBe('Operations')
  expect(team?.users.toSorted()).toEqual([meis, 'owner@example.com'])
})

test('and once the team is taken out it is gone', patience, async () => {
  const out = ['share-folder', 'Production', '-e', 'Operations', '--action', 'remove', '--force']
  const events = await eventsOf(() => stage.commander.shell.say(...out))
  expect(events).toMatchObject([{ audit_event: 'folder_remove_team', team_name: 'Operations' }])
  await theirs.shell.say('sync-down', '--force')
  expect(await theirs.shell.say('list-sf')).not.toContain('Production')
})
