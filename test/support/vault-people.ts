import type { ShownEvent } from '../../src/events/shown-event.ts'
import { type CommandLine, memberOf, ownerOf } from './keepwatch.ts'
import { trust } from './sdk-device.ts'
import { startServer } from './server.ts'

/** What a command prints with `--format json`: things by their names. */
export type Uids = Readonly<Record<string, string>>

const reading = new Set([
  ...['vault_fetched', 'apps_opened', 'app_opened', 'open_record', 'shared_folder_key_fetched'],
])

/** A new server, and two people at their command lines: the owner and a member. */
export async function vaultPeople() {
  const server = await startServer()
  trust(server)
  const owner = await ownerOf(server)
  const other = await memberOf(server, 'other@example.com')
  return {
    server,
    owner,
    other,

    /** Adds a record to somebody's vault; gives its UID. */
    async addRecord(who: CommandLine, title: string, ...more: readonly string[]) {
      const flags = ['--title', title, '--field', `password=${title} password`, ...more]
      return (await who.ask<Uids>('record', 'add', ...flags))['record_uid'] ?? ''
    },

    addFolder: async (name: string, ...more: readonly string[]) =>
      (await owner.ask<Uids>('folder', 'add', '--name', name, ...more))['folder_uid'] ?? '',

    createApp: async (name: string) =>
      (await owner.ask<Uids>('sm', 'app', 'create', name))['app_uid'] ?? '',

    /** What an act leaves in the log, without the reading that commands do on the way. */
    async leaves(act: () => Promise<unknown>): Promise<readonly ShownEvent[]> {
      const before = (await server.events()).length
      await act()
      const after = (await server.events()).slice(before)
      return after.filter(({ audit_event }) => !reading.has(audit_event))
    },

    async stop() {
      await owner.remove()
      await other.remove()
      await server.stop()
    },
  }
}

export const namesOf = (events: readonly ShownEvent[]) =>
  events.map(({ audit_event }) => audit_event)
