import { getSecrets, type SecretManagerOptions } from '@keeper-security/secrets-manager-core'
import { expect, vi } from 'vitest'
import { type CommandLine, ownerOf } from './keepwatch.ts'
import { type Received, type Receiver, startReceiver } from './receiver.ts'
import { fromAddress, sdkDevice } from './sdk-device.ts'
import { startServer, type TestServer } from './server.ts'

/** What the tests of alerts have in common: alerts by the command line, and something to alert on. */

const patience = { timeout: 15_000, interval: 50 }

/** An alert as `audit-alert view` shows it. */
type Alert = {
  readonly id: number
  readonly occurrences: number
  readonly alerts_sent: number
  readonly last_sent: string | null
  readonly active: boolean
  readonly recipients: readonly { name: string; disabled: boolean; trouble: unknown }[]
}

/** A server whose alerts may go to this machine, its owner, and a receiver of webhooks. */
export async function alertHouse() {
  const server = await startServer({ flags: { allowPrivateTargets: '127.0.0.1/32' } })
  const owner = await ownerOf(server)
  const receiver = await startReceiver()
  return {
    server,
    owner,
    receiver,
    view: (name: string) => owner.ask<Alert>('audit-alert', 'view', name),
    eventsNamed: async (name: string) =>
      (await server.events()).filter(({ audit_event }) => audit_event === name),
    async stop() {
      await owner.remove()
      await server.stop()
      await receiver.stop()
    },
  }
}

/** What a webhook got on a path, as JSON. */
export const bodiesAt = (receiver: Receiver, path: string) =>
  requestsAt(receiver, path).map(({ body }) => JSON.parse(body) as Record<string, unknown>)

export const requestsAt = ({ received }: Receiver, path: string): readonly Received[] =>
  received.filter((one) => one.path === path)

/** Makes an alert whose recipient is a webhook on a path of its own. */
export async function alertTo(
  owner: CommandLine,
  { url }: Receiver,
  {
    name,
    flags,
    recipient = [],
  }: { name: string; flags: readonly string[]; recipient?: readonly string[] },
): Promise<string> {
  await owner.ask('audit-alert', 'add', '--name', name, ...flags)
  const hook = ['--name', 'hook', '--webhook', `${url}/${name}`]
  await owner.ask('audit-alert', 'recipient', name, 'add', ...hook, ...recipient)
  return `/${name}`
}

/** A record that is added is an event that anybody can cause. */
export const addRecord = (owner: CommandLine, title: string) =>
  owner.ask('record', 'add', '--title', title, '--type', 'login')

export const waitFor = (check: () => void | Promise<void>) => vi.waitFor(check, patience)

/** Waits until a path has got so many requests, and a moment longer for one too many. */
export async function gets(receiver: Receiver, path: string, many: number): Promise<void> {
  await waitFor(() => expect(requestsAt(receiver, path).length).toBeGreaterThanOrEqual(many))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(requestsAt(receiver, path)).toHaveLength(many)
}

/** A device of the official SDK that is locked to the address it has connected from. */
export async function lockedDevice(
  server: TestServer,
  owner: CommandLine,
  name: string,
): Promise<SecretManagerOptions> {
  await owner.ask('sm', 'app', 'create', `App of ${name}`)
  const flags = ['--app', `App of ${name}`, '--name', name]
  const { token } = await owner.ask<{ token: string }>('sm', 'client', 'add', ...flags)
  const device = await sdkDevice(server, token)
  await getSecrets(device)
  return device
}

/** The device asks from an address that it is not locked to, and is refused. */
export const refusedElsewhere = (device: SecretManagerOptions) =>
  expect(fromAddress('127.0.0.2', () => getSecrets(device))).rejects.toThrow('locked')
