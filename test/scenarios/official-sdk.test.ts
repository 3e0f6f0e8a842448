import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  getFolders,
  getNotationResults,
  getSecrets,
  getSecrets2,
  type KeeperRecord,
  localConfigStorage,
  updateSecret,
} from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filledVault } from '../support/filled-vault.ts'
import { eventsOfDevice, refusal, sdkDevice, trust } from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** The unmodified official JavaScript SDK against a real server over TLS, with configuration only. */

let server: TestServer
const vault = await filledVault()
const runner = await vault.device({ name: 'ci-runner' })

beforeAll(async () => {
  server = await startServer({ fill: vault.fill })
  trust(server)
})
afterAll(() => server.stop())

const passwordOf = ({ data }: KeeperRecord) =>
  data.fields.find(({ type }: { type: string }) => type === 'password').value[0]

function setPassword({ data }: KeeperRecord, password: string) {
  data.fields.find(({ type }: { type: string }) => type === 'password').value = [password]
}

const eventsOf = (name: string) => eventsOfDevice(server, name)
const lastOf = async (name: string) => (await eventsOf(name)).at(-1)

describe('a device with a one-time token', () => {
  const config = () => join(server.folder, 'ksm-config.json')

  test('binds, and reads what is shared by itself, in a folder and below it', async () => {
    const device = await sdkDevice(server, runner.token, localConfigStorage(config()))
    const { records, appData } = await getSecrets(device)
    expect(appData).toEqual({ title: 'Builds', type: 'app' })
    expect(records.map((record) => [record.data.title, passwordOf(record)])).toEqual([
      ['Single', 'elgniS'],
      ['Registry', 'yrtsigeR'],
      ['Database', 'esabataD'],
    ])
    expect(records.map(({ folderUid, innerFolderUid }) => [folderUid, innerFolderUid])).toEqual([
      [undefined, undefined],
      [vault.folder, undefined],
      [vault.folder, vault.folderBelow],
    ])
  })

  test('and leaves its connect, its access, and the access by which the server knows that it has the key', async () => {
    const about = {
      app_uid: vault.app_uid,
      device_uid: runner.device_uid,
      username: vault.ownerEmail,
      remote_address: '127.0.0.1',
      peer_address: '127.0.0.1',
      client_version: 'ms17.5.0',
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    }
    const access = { audit_event: 'app_client_access', endpoint: 'get_secret', served_count: 3 }
    const events = await eventsOf('ci-runner')
    expect(events).toEqual([
      expect.objectContaining({ ...about, audit_event: 'app_client_connected' }),
      expect.objectContaining({ ...about, ...access }),
      expect.objectContaining({ ...about, ...access }),
    ])
    expect(events.map(({ message }) => message)).toEqual([
      `KSM device ci-runner performed initial connect to application ${vault.app_uid}`,
      `KSM device ci-runner has accessed secrets from application ${vault.app_uid}`,
      `KSM device ci-runner has accessed secrets from application ${vault.app_uid}`,
    ])
    expect(events[0]?.['request_id']).toBe(events[1]?.['request_id'])
  })

  test('reads one record by its UID, a folder by its own, and nothing for a UID that it does not have', async () => {
    const storage = localConfigStorage(config())
    const titles = async (recordsFilter: string[], foldersFilter: string[] = []) =>
      (await getSecrets2({ storage }, { recordsFilter, foldersFilter })).records.map(
        ({ data }) => data.title,
      )
    expect(await titles([vault.inFolderBelow])).toEqual(['Database'])
    expect(await titles([], [vault.folderBelow])).toEqual(['Database'])
    expect(await titles([], [vault.folder])).toEqual(['Registry', 'Database'])
    expect(await titles([vault.single], [vault.folderBelow])).toEqual(['Single', 'Database'])
    expect(await titles([vault.notShared])).toEqual([])
    expect(await titles(['AAAAAAAAAAAAAAAAAAAAAA'])).toEqual([])
  })

  test('sees the folders with their names', async () => {
    expect(await getFolders({ storage: localConfigStorage(config()) })).toEqual([
      { folderUid: vault.folder, name: 'Production' },
      { folderUid: vault.folderBelow, parentUid: vault.folder, name: 'Databases' },
    ])
    expect(await lastOf('ci-runner')).toMatchObject({
      audit_event: 'app_client_access',
      endpoint: 'get_folders',
      served_count: 0,
    })
  })

  test('changes a password, and another process reads it with the saved configuration and notation', async () => {
    const device = { storage: localConfigStorage(config()) }
    const [record] = (await getSecrets(device, [vault.single])).records as [KeeperRecord]
    setPassword(record, 'n€w $ecret')
    await updateSecret(device, record)
    expect(await lastOf('ci-runner')).toMatchObject({
      audit_event: 'app_client_record_update',
      message: `KSM device ci-runner has updated record UID ${vault.single}`,
      revision_before: 1,
      revision: 2,
    })

    const program = join(import.meta.dirname, '../support/read-notation.ts')
    const notation = `keeper://${vault.single}/field/password`
    const { stdout } = await promisify(execFile)(process.execPath, [program, config(), notation], {
      env: { NODE_EXTRA_CA_CERTS: server.caFile },
    })
    expect(stdout).toBe('n€w $ecret\n')
  })

  test('is told when somebody else was faster, and the record stays as it is', async () => {
    const device = { storage: localConfigStorage(config()) }
    const [record] = (await getSecrets(device, [vault.inFolder])).records as [KeeperRecord]
    setPassword(record, 'first')
    await updateSecret(device, record)
    setPassword(record, 'second')
    expect(await refusal(updateSecret(device, record))).toMatchObject({ error: 'out_of_sync' })
    expect(await lastOf('ci-runner')).toMatchObject({ reason: 'out_of_sync' })
    const notation = `keeper://${vault.inFolder}/field/password`
    expect(await getNotationResults(device, notation)).toEqual(['first'])
  })
})
