import { type CommandLine, ownerOf } from '../../support/keepwatch.ts'
import { type ServerOptions, startServer, type TestServer } from '../../support/server.ts'
import { type Commander, commanderOf } from '../drivers/commander.ts'

export const email = 'owner@example.com'
export const password = `the password of ${email}`

/** A server with an owner's vault in it, and the real Commander of the owner. */
export type CommanderStage = {
  readonly server: TestServer
  readonly owner: CommandLine
  readonly commander: Commander
  /** UIDs by the titles of what they stand for. */
  readonly uids: Readonly<Record<string, string>>
  stop(): Promise<void>
}

type Uids = Readonly<Record<string, string>>

async function filledVault(owner: CommandLine): Promise<Uids> {
  const folder = await owner.ask<Uids>('folder', 'add', '--name', 'Production')
  const top = folder['folder_uid'] ?? ''
  const below = ['folder', 'add', '--name', 'Databases', '--parent', top]
  const lower = (await owner.ask<Uids>(...below))['folder_uid'] ?? ''
  const app = await owner.ask<Uids>('sm', 'app', 'create', 'Builds')
  const add = async (title: string, ...flags: readonly string[]) => {
    const fields = ['--field', 'login=robot', '--field', `password=${title} password`]
    const added = await owner.ask<Uids>('record', 'add', '--title', title, ...fields, ...flags)
    return added['record_uid'] ?? ''
  }
  return {
    Production: top,
    Databases: lower,
    Builds: app['app_uid'] ?? '',
    Primary: await add('Primary', '--folder', lower),
    Gateway: await add('Gateway', '--folder', top),
    Mailbox: await add('Mailbox'),
  }
}

export async function commanderStage(options: ServerOptions = {}): Promise<CommanderStage> {
  const server = await startServer({
    ...options,
    flags: { commander: true, allowPrivateTargets: '127.0.0.1/32', ...options.flags },
  })
  const owner = await ownerOf(server)
  const uids = await filledVault(owner)
  const commander = await commanderOf(server, { email, password })
  return {
    server,
    owner,
    commander,
    uids,
    async stop() {
      await commander.remove()
      await owner.remove()
      await server.stop()
    },
  }
}
