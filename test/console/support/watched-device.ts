import { getSecrets, type SecretManagerOptions } from '@keeper-security/secrets-manager-core'
import type { CommandLine } from '../../support/keepwatch.ts'
import { sdkDevice, trust } from '../../support/sdk-device.ts'
import type { TestServer } from '../../support/server.ts'

/** An application with one record, and a device with the official SDK that reads it. */
export async function watchedDevice(server: TestServer, owner: CommandLine, name: string) {
  trust(server)
  const { app_uid } = await owner.ask<{ app_uid: string }>('sm', 'app', 'create', `App of ${name}`)
  const record = ['--title', 'Database', '--type', 'login', '--field', 'password=s3cret']
  const { record_uid } = await owner.ask<{ record_uid: string }>('record', 'add', ...record)
  await owner.ask('sm', 'share', 'add', '--app', app_uid, '--secret', record_uid)
  const [client] = [
    await owner.ask<unknown>('sm', 'client', 'add', '--app', app_uid, '--name', name),
  ].flat()
  const { token } = client as { token: string }
  const device: SecretManagerOptions = await sdkDevice(server, token)
  return { app_uid, record_uid, read: () => getSecrets(device) }
}
