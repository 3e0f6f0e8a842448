import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { getSecrets, inMemoryStorage, loadJsonConfig } from '@keeper-security/secrets-manager-core'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { brokenProxy } from '../support/broken-proxy.ts'
import { ownersApi } from '../support/keepwatch.ts'
import { fromAddress, sdkDevice } from '../support/sdk-device.ts'
import { namesOf, type Uids, vaultPeople } from '../support/vault-people.ts'

/** Client devices of applications, through the command line of a real server, and the official SDK on their side. */

const people = await vaultPeople()
const { server, owner, addRecord, addFolder, createApp, leaves } = people
afterAll(people.stop)

const client = (verb: string, ...flags: readonly string[]) =>
  owner.keepwatch('sm', 'client', verb, ...flags)

test('a device gets a token, what it needs to use it, and an event', async () => {
  const app = await createApp('Runners')
  let device: Uids = {}
  const events = await leaves(async () => {
    device = await owner.ask('sm', 'client', 'add', '--app', 'Runners', '--name', 'ci-runner')
  })
  expect(device).toMatchObject({
    app_uid: app,
    device_name: 'ci-runner',
    token: expect.stringMatching(/^[\w-]{43}$/),
    hostname: server.hostname,
    server_public_key_id: expect.stringMatching(/^\d+$/),
    server_public_key: expect.stringMatching(/^[\w-]{87}$/),
    lock_ip: true,
    access_expires_at: null,
  })
  expect(events).toMatchObject([
    {
      audit_event: 'app_client_added',
      device_uid: device['device_uid'],
      message: `User owner@example.com added KSM device ci-runner to application ${app}`,
    },
  ])
  const listed = await owner.keepwatch('sm', 'client', 'list', '--app', app, '--format', 'json')
  expect(listed.json()).toMatchObject([{ device_name: 'ci-runner', state: 'never connected' }])
  expect(listed.stdout).not.toContain(device['token'])
  expect(listed.stdout).not.toMatch(/client_id|_key/)
})

test('the official SDK reads with that token what was shared', async () => {
  const app = await createApp('Readers')
  const folder = await addFolder('For readers')
  const alone = await addRecord(owner, 'Alone')
  const inside = await addRecord(owner, 'Inside', '--folder', folder)
  await owner.ask('sm', 'share', 'add', '--app', app, '--secret', alone, folder)
  const { token } = await owner.ask<Uids>('sm', 'client', 'add', '--app', app)
  const { records, appData } = await getSecrets(
    await sdkDevice(server, token ?? '', inMemoryStorage({})),
  )
  expect(appData.title).toBe('Readers')
  expect(records.map(({ recordUid, data }) => [recordUid, data.title])).toEqual(
    expect.arrayContaining([
      [alone, 'Alone'],
      [inside, 'Inside'],
    ]),
  )
})

test('a configuration is ready for the official SDK as it is printed', async () => {
  const app = await createApp('Configured')
  const record = await addRecord(owner, 'Ready')
  await owner.ask('sm', 'share', 'add', '--app', app, '--secret', record)
  for (const form of ['json', 'b64']) {
    const flags = ['--app', app, '--name', form, '--config-init', form]
    const { stdout, code } = await client('add', ...flags)
    expect(code).toBe(0)
    const { records } = await getSecrets({ storage: loadJsonConfig(stdout.trim()) })
    expect(records.map(({ data }) => data.title)).toEqual(['Ready'])
  }
  const { stdout } = await client('add', '--app', app, '--config-init', 'k8s')
  expect(stdout).toContain('kind: Secret')
  const made = await owner.ask('sm', 'client', 'add', '--app', app, '--config-init', 'json')
  expect(made).toMatchObject({ app_uid: app, config: { hostname: server.hostname } })
  expect(await owner.ask('sm', 'client', 'list', '--app', app)).toMatchObject([
    { device_name: 'json', state: 'connected' },
    { device_name: 'b64', state: 'connected' },
    { state: 'connected' },
    { state: 'connected' },
  ])
})

test('a device that has moved is locked anew, to where it comes from next or to a set', async () => {
  const app = await createApp('Moving')
  const { token = '' } = await owner.ask<Uids>(
    'sm',
    'client',
    'add',
    '--app',
    app,
    '--name',
    'mover',
  )
  const device = await sdkDevice(server, token)
  await getSecrets(device)
  const away = () => fromAddress('127.0.0.2', () => getSecrets(device))
  await expect(away()).rejects.toThrow('locked to a different ip address')

  const update = (...rule: string[]) =>
    owner.ask('sm', 'client', 'update', '--app', app, '--client', 'mover', ...rule)
  await update('--lock-ip')
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'app_client_lock_changed',
    device_name: 'mover',
    lock_before: 'address',
    lock: 'address',
  })
  await away()
  await expect(getSecrets(device)).rejects.toThrow('locked to a different ip address')

  expect(await update('--allow-ip', '127.0.0.0/30', '::1/128')).toMatchObject([
    { lock_before: 'address', lock: 'set', allowed_ips: '127.0.0.0/30,::1' },
  ])
  expect(await server.lastEvent()).toMatchObject({ allowed_ips: '127.0.0.0/30,::1' })
  await getSecrets(device)
  await expect(fromAddress('127.0.0.9', () => getSecrets(device))).rejects.toThrow('locked')
  const [listed] = await owner.ask<object[]>('sm', 'client', 'list', '--app', app)
  expect(listed).toMatchObject({
    state: 'connected',
    lock: 'set',
    client_version: 'ms17.5.0',
    first_access_at: expect.any(String),
    last_access_at: expect.any(String),
  })

  const wrong = await client('update', '--app', app, '--client', 'mover', '--allow-ip', 'nowhere')
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere') })
  const nothing = await client('update', '--app', app, '--client', 'mover')
  expect(nothing).toMatchObject({ code: 2, stderr: expect.stringContaining('say how') })
})

test('several devices are numbered, and removed by name, by the start of a UID, or all', async () => {
  const app = await createApp('Fleet')
  const add = ['--app', app, '--name', 'node', '--count', '4', '--unlock-ip']
  const fleet = await owner.ask<Uids[]>('sm', 'client', 'add', ...add)
  expect(fleet.map(({ device_name }) => device_name)).toEqual([
    'node 1',
    'node 2',
    'node 3',
    'node 4',
  ])
  expect(new Set(fleet.map(({ token }) => token)).size).toBe(4)
  expect(fleet[0]).toMatchObject({ lock_ip: false })

  const start = fleet[1]?.['device_uid']?.slice(0, 8) ?? ''
  const removed = await leaves(() =>
    client('remove', '--app', app, '--client', 'node 1', start, '--force'),
  )
  expect(removed.map((event) => event['device_name'])).toEqual(['node 1', 'node 2'])
  const rest = await leaves(() => client('remove', '--app', app, '--client', 'all'))
  expect(namesOf(rest)).toEqual(['app_client_removed', 'app_client_removed'])
  expect(await client('remove', '--app', app, '--client', '*')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no devices'),
  })
})

test('the token and the access each end when they were told to', async () => {
  const app = await createApp('Timed')
  const flags = ['-x', '10', '-p', '30']
  const device = await owner.ask<Uids>('sm', 'client', 'add', '--app', app, ...flags)
  const [token, access] = [device['first_access_expires_at'], device['access_expires_at']]
  expect(Date.parse(access ?? '') - Date.parse(token ?? '')).toBe(20 * 60_000)
})

test('a configuration in a file is for its owner only', async () => {
  const app = await createApp('Filed')
  const file = join(server.folder, 'device-config.json')
  await client('add', '--app', app, '--config-init', 'json', '--output', file)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ hostname: server.hostname })
})

test('a removed device is turned away and still known by its name', async () => {
  const app = await createApp('Left')
  const { token } = await owner.ask<Uids>('sm', 'client', 'add', '--app', app, '--name', 'left')
  const device = await sdkDevice(server, token ?? '', inMemoryStorage({}))
  await client('remove', '--app', app, '--client', 'left')
  const events = await leaves(() => expect(getSecrets(device)).rejects.toThrow())
  expect(events[0]).toMatchObject({
    audit_event: 'app_client_access_denied',
    reason: 'revoked',
    device_name: 'left',
  })
})

test('bad input adds no device', async () => {
  const app = await createApp('Careful')
  const wrong: readonly (readonly string[])[] = [
    ['--name', 'n'.repeat(201)],
    ['--name', '   '],
    ['--first-access-expires-in-min', '1441'],
    ['--first-access-expires-in-min', '0'],
    ['--access-expire-in-min', 'soon'],
    ['--count', '0'],
    ['--config-init', 'xml'],
  ]
  for (const flags of wrong) expect((await client('add', '--app', app, ...flags)).code).toBe(2)
  expect((await client('add', '--app', 'Nowhere')).code).toBe(1)
  expect((await client('remove', '--app', app, '--client', 'nobody')).code).toBe(1)
  expect(await owner.ask('sm', 'client', 'list', '--app', app)).toEqual([])
})

test('the server takes no client id and no key of another length', async () => {
  const app_uid = await createApp('Exact')
  const api = await ownersApi(server)
  const good = { client_id: 64, encrypted_app_key: 60 }
  for (const bad of [
    { client_id: 63 },
    { client_id: 65 },
    { encrypted_app_key: 59 },
    { encrypted_app_key: 61 },
  ]) {
    const { client_id, encrypted_app_key } = { ...good, ...bad }
    const device = {
      device_uid: 'A'.repeat(22),
      name: 'crooked',
      client_id: new Uint8Array(client_id).toBase64(),
      encrypted_app_key: new Uint8Array(encrypted_app_key).toBase64(),
    }
    const request = { param: { app_uid }, json: { devices: [device] } }
    await expect(api.applications[':app_uid'].devices.$post(request)).rejects.toMatchObject({
      kind: 'invalid',
    })
  }
})

test('the table shows the token once and tells how to use it', async () => {
  const app = await createApp('Table')
  const { stdout, stderr } = await client('add', '--app', app, '--name', 'shown')
  expect(stdout).toMatch(/token\s+[\w-]{43}/)
  expect(stderr).toContain(`initializeStorage(storage, TOKEN, '${server.hostname}')`)
})

test('devices that cannot connect at once are taken back, and the reason is said', async () => {
  const app = await createApp('Unreachable')
  const proxy = await brokenProxy(server.url)
  onTestFinished(proxy.stop)
  const flags = ['--app', app, '--count', '2', '--config-init', 'json', '--server', proxy.url]
  expect(await client('add', ...flags)).toEqual(
    expect.objectContaining({
      code: 1,
      stdout: '',
      stderr: 'keepwatch: the device was turned away: the server answered 502\n',
    }),
  )
  expect(await owner.ask('sm', 'client', 'list', '--app', app)).toEqual([])
})
