import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiScopes } from '../../src/access/api-token.ts'
import { tokenHash } from '../../src/access/opaque-token.ts'
import { refusals } from '../../src/access/refusals.ts'
import { newUid } from '../../src/client/crypto/uid.ts'
import { roles } from '../../src/kernel/roles.ts'
import { generateServerKeyPem, readServerKey } from '../../src/protocol/server-key.ts'
import type { Store } from '../../src/store/store.ts'
import { filledVault } from '../support/filled-vault.ts'
import { groundOver } from '../support/ground.ts'
import { type HttpApp, httpApp } from '../support/http-app.ts'
import { addKeptReport } from '../support/kept-report.ts'
import { keptSession } from '../support/kept-session.ts'
import { cast, type Subject } from '../support/role-matrix.ts'
import { addTeam } from '../support/route-teams.ts'
import {
  type Asked,
  bytes,
  carefulFactor,
  routeWorld,
  send,
  type World,
} from '../support/route-world.ts'
import {
  answeredOtherwise,
  attacks,
  namesNothing,
  type Own,
  type Victims,
} from '../support/swapped-identifiers.ts'
import { routeTable } from './route-table.ts'
import { stores } from './stores.ts'

/**
 * Somebody goes through every route with identifiers that belong to somebody else, as a person of every role, the owner too,
 * and as a program: nothing is there, every attempt is on the record, and nothing of the other person has changed.
 */

const email = 'victim@example.com'
const attackers: readonly Subject[] = [
  ...roles.map((role) => ({ name: role, role })),
  ...roles.map((role) => ({ name: `a token of the ${role}`, role, scopes: apiScopes })),
]

/** The permissions of what is somebody's own. Exports, alerts, tokens and people are the organisation's: there a role decides. */
const ownPermissions = new Set(['vault', 'open'])
const ownRoutes = Object.entries(routeTable).filter(
  ([route, { needs }]) =>
    /reports\/(saved|schedules)\/?:?/.test(route) ||
    (Array.isArray(needs) && needs.some((permission) => ownPermissions.has(permission))),
)

test('every route of what is somebody’s own is attacked, or names nothing', () => {
  const listed = new Set([...Object.keys(attacks), ...Object.keys(namesNothing)])
  const lists = new Set(['GET /api/v1/reports/saved', 'GET /api/v1/reports/schedules'])
  const missing = ownRoutes.map(([route]) => route).filter((one) => !listed.has(one))
  expect(missing.filter((route) => !lists.has(route))).toEqual([])
  expect([...listed].filter((route) => routeTable[route] === undefined)).toEqual([])
})

describe.each(stores)('on the $name store', ({ open, place }) => {
  let folder: Awaited<ReturnType<typeof place>>
  let store: Store
  let app: HttpApp
  let world: World
  let people: Awaited<ReturnType<typeof cast>>
  let victims: Victims
  let vault: Awaited<ReturnType<typeof filledVault>>

  /** Somebody who has everything: a vault, a session, a private report, and one that is sent. */
  async function makeVictim(): Promise<Victims> {
    vault = await filledVault({ ownerEmail: email, role: 'admin' })
    const { device_uid } = await vault.device({ name: 'bound' })
    const session = bytes(32).replace(/[^\w]/g, 'x').slice(0, 43)
    const about = { token_hash: tokenHash(session), account_uid: vault.owner_uid }
    const kept = keptSession({ ...about, key_half: bytes(32) })
    const team = newUid()
    await store.transaction(async (tx) => {
      await vault.fill(tx)
      await addTeam(tx, team, vault.owner_uid)
      await addKeptReport(tx, vault.owner_uid, { name: 'their schedule', is_private: 1 })
      await tx.savedReports.put({
        ...{ name: 'their report', owner_uid: vault.owner_uid, question: '{"q":"canary"}' },
        ...{ layout: '{}', is_private: 1, modified_at: 0 },
      })
      await tx.sessions.insert(kept)
    })
    return {
      record: vault.single,
      recordInFolder: vault.inFolder,
      folder: vault.folder,
      folderBelow: vault.folderBelow,
      application: vault.app_uid,
      device: device_uid,
      file: await fileOf(`Bearer ${session}`, { record: vault.notShared, isSent: true }),
      upload: await fileOf(`Bearer ${session}`, { record: vault.inFolder, isSent: false }),
      session: kept.session_id,
      factor: carefulFactor,
      report: 'their report',
      schedule: 'their schedule',
      team,
    }
  }

  type Wanted = { readonly record: string; readonly isSent: boolean }

  async function fileOf(authorization: string, { record, isSent }: Wanted): Promise<string> {
    const file_uid = newUid()
    const ask = (method: string, asked: Asked) => send(app.url, method, { ...asked, authorization })
    const json = {
      ...{ file_uid, record_data: bytes(100), record_revision: 1, owner_key: bytes(60) },
      ...{ link_key: bytes(60), data: bytes(100), size: 30 },
    }
    await ask('POST', { path: `/api/v1/records/${record}/files`, json })
    if (!isSent) return file_uid
    const stored = await ask('PUT', {
      path: `/api/v1/files/${file_uid}/content`,
      text: 'x'.repeat(30),
    })
    expect(stored.status).toBe(201)
    return file_uid
  }

  beforeAll(async () => {
    folder = await place()
    store = await open(folder.place)
    let passed = 0
    const ground = groundOver(store)
    const patient = {
      ...ground,
      refusals: refusals({ ...ground, elapsed: () => (passed += 60_000) }),
    }
    const serverKey = readServerKey(generateServerKeyPem())
    app = await httpApp(patient, serverKey, { most: 1_000_000, windowMs: 1_000 })
    world = await routeWorld(store, app.url)
    people = await cast(store, world)
    victims = await makeVictim()
  })

  afterAll(async () => {
    await app.stop()
    await store.close()
    await folder.remove()
  })

  async function askAs(attacker: Subject, method: string, asked: Asked) {
    const before = await store.events.size()
    const request = await people.as(attacker, { needs: 'session', asked })
    const response = await send(app.url, method, request)
    const text = await response.text()
    const entries = await store.events.readAfter(before - 1, { limit: 1_000 })
    return { status: response.status, text, events: entries.map(({ body }) => JSON.parse(body)) }
  }

  /** Things that the attacker really has; who has no vault names what is not there. */
  async function ownThings(attacker: Subject): Promise<Own> {
    const [record, under, application] = [newUid(), newUid(), newUid()]
    const make = (path: string, json: object) => askAs(attacker, 'POST', { path, json })
    await make('/api/v1/records', { record_uid: record, owner_key: bytes(64), data: bytes(100) })
    await make('/api/v1/folders', { folder_uid: under, folder_key: bytes(64), data: bytes(40) })
    await make('/api/v1/applications', {
      ...{ app_uid: application, app_key: bytes(60), data: bytes(40) },
    })
    return { record, folder: under, application }
  }

  /** Everything that is the victim's, so that a change of it is seen. */
  async function victimsThings() {
    const rows = await store.read(async (state) => [
      await state.accounts.find(vault.owner_uid),
      await state.records.listOf(vault.owner_uid),
      await state.folders.listOf(vault.owner_uid),
      await state.applications.listOf(vault.owner_uid),
      await state.applicationGrants.listOfApplication(vault.app_uid),
      await state.shares.listOf(vault.app_uid),
      await state.devices.listOf(vault.app_uid),
      await state.files.find(victims.file),
      await state.uploads.find(victims.upload),
      await state.sessions.listOf(vault.owner_uid, Date.now()),
      await state.folderGrants.listOfFolder(victims.folder),
      await state.teamGrants.listOfFolder(victims.folder),
      await state.teamMembers.listOfTeam(victims.team),
      await state.teams.find(victims.team),
      await state.savedReports.find(victims.report),
      await state.reportSchedules.find(victims.schedule),
      await state.decoys.list(),
      await state.factors.findExternal('totp', carefulFactor),
    ])
    const ciphertexts = JSON.stringify(rows).match(/[A-Za-z0-9+/]{50,}={0,2}/g) ?? []
    const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex')
    return { digest, ciphertexts }
  }

  test.each(attackers)('$name finds nothing of somebody else, and changes nothing', async (one) => {
    const before = await victimsThings()
    const own = await ownThings(one)
    for (const [route, ways] of Object.entries(attacks))
      for (const way of ways) {
        const [method = ''] = route.split(' ', 1)
        const { status, text, events } = await askAs(one, method, way(victims, own))
        expect(
          [403, answeredOtherwise[route] ?? 404],
          `${route} answered ${status}: ${text}`,
        ).toContain(status)
        const [event, ...more] = events
        expect(more, route).toEqual([])
        expect(['action_denied', 'action_failed'], route).toContain(event?.audit_event)
        expect(before.ciphertexts.filter((secret) => text.includes(secret))).toEqual([])
        expect(text).not.toMatch(/canary|victim@/)
      }
    expect((await victimsThings()).digest).toBe(before.digest)
  })

  test.each(attackers)('no list of $name names anything of somebody else', async (one) => {
    const lists = Object.keys(routeTable).filter((route) => /^GET .*\/api\/v1\/[^:]*$/.test(route))
    const theirs = Object.values(victims)
    for (const route of lists.filter(
      (route) => !/events|people|alerts|targets|teams/.test(route),
    )) {
      const { text } = await askAs(one, 'GET', { path: route.slice(4) })
      expect([route, theirs.filter((name) => text.includes(name))]).toEqual([route, []])
    }
  })

  test('a program changes the schedule of another person only with the scope for it', async () => {
    const pause = { path: '/api/v1/reports/schedules/kept/pause' }
    const admins = { name: 'a token', role: 'admin' as const, scopes: ['events.read'] as const }
    expect(await askAs(admins, 'POST', pause)).toMatchObject({
      status: 403,
      events: [{ audit_event: 'action_denied', action: 'schedule.pause' }],
    })
    const more = { ...admins, scopes: ['events.read', 'exports.change'] as const }
    expect(await askAs(more, 'POST', pause)).toMatchObject({ status: 200 })
  })

  const named = (uid: string) => ({ recordUid: uid, data: bytes(412), revision: 1 })

  test('a device of another application finds nothing either', async () => {
    const { record, recordInFolder, folder: top, folderBelow, file } = victims
    const before = await victimsThings()
    const newThing = { data: bytes(48), folderUid: newUid() }
    const newRecord = { ...named(newUid()), recordKey: bytes(125), folderKey: bytes(60) }
    const calls: readonly [string, object][] = [
      ['get_secret', { requestedRecords: [record, recordInFolder] }],
      ['get_files', { fileUids: [file] }],
      ['update_secret', named(record)],
      ['finalize_secret_update', { recordUid: record }],
      ['rollback_secret_update', { recordUid: record }],
      ['delete_secret', { recordUids: [record] }],
      ['create_secret', { ...newRecord, folderUid: top }],
      ['create_folder', { ...newThing, sharedFolderUid: top, sharedFolderKey: bytes(64) }],
      ['update_folder', { folderUid: folderBelow, data: bytes(48) }],
      ['delete_folder', { folderUids: [folderBelow], forceDeletion: true }],
    ]
    for (const [endpoint, payload] of calls) {
      const { text, json, status } = await world.device.call(endpoint, payload)
      const told = `${text}${JSON.stringify(json)}`
      expect(before.ciphertexts.filter((secret) => told.includes(secret))).toEqual([])
      const isAnswered = ['get_secret', 'get_files', 'delete_secret', 'delete_folder'].includes(
        endpoint,
      )
      if (!isAnswered)
        expect([endpoint, [403, 404, 409].includes(status)]).toEqual([endpoint, true])
    }
    expect((await victimsThings()).digest).toBe(before.digest)
  })
})
