import { type Command, InvalidArgumentError, Option } from 'commander'
import { findApplication } from '../../client/applications.ts'
import { configForms } from '../../client/crypto/device-config.ts'
import { addDevices, removeDevices } from '../../client/devices.ts'
import type { Vault } from '../../client/vault.ts'
import { answerList, say } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'
import { connectDevice } from './connect-device.ts'
import { deviceNames } from './device-names.ts'
import { devicesOf } from './devices-of.ts'
import { type LockFlags, ruleOf, updateClients } from './lock-client.ts'
import { answerConfigs, answerTokens, type Connected, type ServerFacts } from './new-client.ts'
import { pickDevices } from './pick-devices.ts'
import { shownDevice } from './shown-device.ts'

type Flags = LockFlags & {
  readonly app: string
  readonly name?: string
  readonly firstAccessExpiresInMin: number
  readonly accessExpireInMin?: number
  readonly count: number
  readonly configInit?: string
}

const examples = `
Examples:
  keepwatch sm client add --app Builds --name ci-runner
  keepwatch sm client add --app Builds --name fleet --count 3 --unlock-ip --format json
  keepwatch sm client add --app Builds --name ci-runner --config-init b64 > config.txt`

const mostAtOnce = 500

/** A flag that takes a whole number. The server has its own bounds; these are for a clear sentence at once. */
const whole = (most: number) => (text: string) => {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1 || Number(text) > most)
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${most}.`)
  return Number(text)
}

const mostFirstAccess = 1_440
const mostAccess = 5_270_400

const withNewClientFlags = (command: Command) =>
  command
    .requiredOption('--app <name-or-uid>', 'the application')
    .option('-n, --name <name>', 'what the log calls it; the start of its UID if not given')
    .option('-l, --unlock-ip', 'let it come from any address, not only that of its first access')
    .option('--lock-network', 'let it come from the network of its first access (IPv6: /64)')
    .option('--allow-ip <address-or-cidr...>', 'let it come from these alone, whatever came first')
    .option(
      '-x, --first-access-expires-in-min <minutes>',
      'how long the token is good (most: 1440)',
      whole(mostFirstAccess),
      60,
    )
    .option(
      '-p, --access-expire-in-min <minutes>',
      'end its access after so long (default: never)',
      whole(mostAccess),
    )
    .option('-c, --count <number>', 'make several, named " 1", " 2", …', whole(mostAtOnce), 1)
    .addOption(
      new Option('--config-init <form>', 'connect at once and print the configuration').choices(
        Object.keys(configForms),
      ),
    )

const wanted = (flags: Flags) => ({
  names: deviceNames(flags.name, flags.count),
  ...ruleOf(flags),
  first_access_expires_in_min: flags.firstAccessExpiresInMin,
  ...(flags.accessExpireInMin && { access_expires_in_min: flags.accessExpireInMin }),
})

type Added = Awaited<ReturnType<typeof addDevices>>

/** Connects every device, or removes them all again: one whose configuration nobody has is of no use. */
async function connectAll(
  vault: Vault,
  added: Added,
  place: { options: GlobalOptions } & ServerFacts,
) {
  const { hostname, server_public_key_id, server_public_key } = place
  const server = {
    hostname,
    serverPublicKeyId: server_public_key_id,
    serverPublicKey: server_public_key,
  }
  const connected: Connected[] = []
  try {
    for (const device of added) {
      const config = await connectDevice(place.options, { ...server, token: device.token })
      connected.push({ device, config })
    }
    return connected
  } catch (error) {
    for (const { app_uid, device_uid } of added) await removeDevices(vault, app_uid, [device_uid])
    throw error
  }
}

function add(noun: Command, environment: Environment) {
  withNewClientFlags(noun.command('add'))
    .description('add a client device and print its one-time token')
    .addHelpText('after', examples)
    .action(async (flags: Flags, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const application = await findApplication(vault, flags.app)
      const server = await (await vault.api.server.$get()).json()
      const added = await addDevices(vault, application, wanted(flags))
      const to = { options, environment }
      if (!flags.configInit) return answerTokens(added, server, to)
      const connected = await connectAll(vault, added, { ...server, options })
      return answerConfigs(connected, flags.configInit, to)
    })
}

function list(noun: Command, environment: Environment) {
  noun
    .command('list')
    .addHelpText('after', exampleText('sm client list --app "Build servers"'))
    .description('list the client devices of an application')
    .requiredOption('--app <name-or-uid>', 'the application')
    .action(async ({ app }: Flags, command) => {
      const options = globalOptions(command, environment)
      const { devices } = await devicesOf(await openVault(options, environment), app)
      const things = devices.map((device) => shownDevice(device, new Date()))
      const columns = [
        'device_uid',
        'device_name',
        'state',
        'lock',
        'address',
        'client_version',
        'first_access_at',
        'last_access_at',
        'access_expires_at',
      ]
      await answerList({ columns, things }, options, environment)
    })
}

function remove(noun: Command, environment: Environment) {
  noun
    .command('remove')
    .addHelpText('after', exampleText('sm client remove --app "Build servers" --client ci-runner'))
    .description('remove client devices: their access ends at once')
    .requiredOption('--app <name-or-uid>', 'the application')
    .requiredOption('--client <name-or-uid...>', 'name, UID or the start of one; * or all for all')
    .option('--force', 'as in Commander; nothing is asked in any case')
    .action(async ({ app, client }: Flags & { client: readonly string[] }, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const { app_uid, devices } = await devicesOf(vault, app)
      const removed = await removeDevices(vault, app_uid, pickDevices(devices, client))
      for (const { device_name, device_uid } of removed.devices)
        say(`Removed device ${device_name} (${device_uid}).`, options, environment)
    })
}

/** `sm client add|list|update|remove`. */
export function addClientCommands(parent: Command, environment: Environment): void {
  const noun = parent.command('client').description('client devices of applications')
  for (const part of [add, list, updateClients, remove]) part(noun, environment)
}
