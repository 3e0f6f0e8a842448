import type { SecretManagerOptions } from '@keeper-security/secrets-manager-core'
import type { CommandLine } from './keepwatch.ts'
import { sdkDevice } from './sdk-device.ts'
import type { TestServer } from './server.ts'

/** An application with one editable shared folder, made at the command line as an owner makes it. */
export type SharedApp = {
  readonly app_uid: string
  readonly folder: string
  /** Adds a device and gives the official SDK that has its token. */
  device(name: string, ...flags: readonly string[]): Promise<SecretManagerOptions>
}

type Uids = Readonly<Record<'app_uid' | 'folder_uid' | 'token', string>>

export async function sharedApp(server: TestServer, owner: CommandLine): Promise<SharedApp> {
  const ask = (...argv: readonly string[]) => owner.ask<Uids>(...argv)
  const { folder_uid: folder } = await ask('folder', 'add', '--name', 'Production')
  const { app_uid } = await ask('sm', 'app', 'create', 'Builds')
  await ask('sm', 'share', 'add', '--app', app_uid, '--secret', folder, '--editable')
  return {
    app_uid,
    folder,
    async device(name, ...flags) {
      const add = ['sm', 'client', 'add', '--app', app_uid, '--name', name, ...flags]
      return sdkDevice(server, (await ask(...add)).token)
    },
  }
}
