import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ShownEvent } from '../../../src/events/shown-event.ts'
import { type CommandLine, ownerOf } from '../../support/keepwatch.ts'
import { serverKeyOf } from '../../support/sdk-device.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import type { Client, Device, Place } from './client.ts'
import { type MovableLine, movableLine } from './movable-line.ts'

/** What a command prints with `--format json`. */
type Uids = Readonly<Record<string, string>>

/** A server of its own with an owner, an application with an editable shared folder, and a client that is to use it. */
export type Stage = {
  readonly server: TestServer
  readonly owner: CommandLine
  readonly line: MovableLine
  readonly app_uid: string
  readonly folder: string
  /** A record that is always there, for whoever only wants to read. */
  readonly registry: string
  /** A record that the owner puts into the shared folder, or into another. */
  addRecord(title: string, folder?: string): Promise<string>
  /** The password that the owner sees. */
  passwordOf(record: string): Promise<string>
  /** A place for a device with a token that nobody has used. */
  newPlace(name: string, ...flags: readonly string[]): Promise<Place>
  open(place: Place): Promise<Device>
  /** What the log says of a device, oldest first. */
  eventsOf(name: string): Promise<readonly ShownEvent[]>
  /** Lets time pass for the server, whose clock stands still otherwise. */
  pass(ms: number): void
  stop(): Promise<void>
}

/** How often devices may ask, as `--device-limit` takes it. */
type StageOptions = { readonly deviceLimit?: string }

type RecordShown = { readonly fields: readonly { type: string; value: readonly string[] }[] }

const plenty = '1000000/1'

async function sharedFolder(owner: CommandLine) {
  const { folder_uid: folder = '' } = await owner.ask<Uids>('folder', 'add', '--name', 'Production')
  const { app_uid = '' } = await owner.ask<Uids>('sm', 'app', 'create', 'Builds')
  await owner.ask('sm', 'share', 'add', '--app', app_uid, '--secret', folder, '--editable')
  return { folder, app_uid }
}

/** Adds records to a folder, or to another. */
const adderOf =
  (owner: CommandLine, folder: string) =>
  async (title: string, into = folder): Promise<string> => {
    const fields = ['--field', 'login=robot', '--field', `password=${title} password`]
    const add = ['record', 'add', '--title', title, '--folder', into, ...fields]
    return (await owner.ask<Uids>(...add))['record_uid'] ?? ''
  }

/** Sets one up, where devices may ask as often as they like unless it has a limit. */
export async function setStage(
  client: Pick<Client, 'open'>,
  { deviceLimit = plenty }: StageOptions = {},
): Promise<Stage> {
  const began = Date.now()
  let passed = 0
  const server = await startServer({
    clock: () => new Date(began + passed),
    elapsed: () => passed,
    flags: { deviceLimit },
  })
  const owner = await ownerOf(server)
  const line = await movableLine(Number(new URL(server.url).port))
  const { folder, app_uid } = await sharedFolder(owner)
  const key = await serverKeyOf(server)
  const work = await mkdtemp(join(tmpdir(), 'keepwatch-client-'))
  const opened = new Set<Device>()
  const addRecord = adderOf(owner, folder)

  return {
    server,
    owner,
    line,
    app_uid,
    folder,
    registry: await addRecord('Registry'),
    addRecord,
    async passwordOf(record) {
      // The UID that an old client makes may begin with `-`.
      const { json } = await owner.keepwatch('record', 'get', '--format', 'json', '--', record)
      const { fields } = json<RecordShown>()
      return fields.find(({ type }) => type === 'password')?.value[0] ?? ''
    },
    async newPlace(name, ...flags) {
      const add = ['sm', 'client', 'add', '--app', app_uid, '--name', name, ...flags]
      const { token = '' } = await owner.ask<Uids>(...add)
      const own = await mkdir(join(work, name), { recursive: true })
      const { caFile = '' } = server
      return { folder: own ?? '', token, hostname: line.hostname, caFile, ...key }
    },
    async open(place) {
      const device = await client.open(place)
      opened.add(device)
      return {
        ...device,
        async stop() {
          opened.delete(device)
          await device.stop()
        },
      }
    },
    eventsOf: async (name) =>
      (await server.events()).filter((event) => event['device_name'] === name),
    pass: (ms) => {
      passed += ms
    },
    async stop() {
      for (const device of opened) await device.stop()
      await line.close()
      await owner.remove()
      await server.stop()
      await rm(work, { recursive: true, force: true })
    },
  }
}
