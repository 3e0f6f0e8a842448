import { type DeviceConfig, printConfig } from '../../client/crypto/device-config.ts'
import { tokenWithHost } from '../../client/crypto/one-time-token.ts'
import type { addDevices } from '../../client/devices.ts'
import { type Answers, answerList, answerOne, say } from '../answer.ts'
import type { Environment } from '../environment.ts'
import type { GlobalOptions } from '../global-options.ts'
import { printSecret } from '../print-secret.ts'
import { instant } from './shown-device.ts'

/** What `/server` says: where devices go and what they encrypt to. */
export type ServerFacts = {
  readonly hostname: string
  readonly server_public_key_id: string
  readonly server_public_key: string
}

type Added = Awaited<ReturnType<typeof addDevices>>[number]

const described = ({ app_uid, device_uid, device_name, ...device }: Added) => ({
  device_uid,
  device_name,
  app_uid,
  lock_ip: device.lock_ip,
  first_access_expires_at: instant(device.first_access_expires_at),
  access_expires_at: instant(device.access_expires_at),
})

const withToken = (device: Added, token: string, server: ServerFacts) => ({
  ...described(device),
  token,
  ...server,
})

/** How a token is handed to a person: `host:TOKEN` is enough for an SDK, unless the host has a port. */
export const tokenText = (hostname: string, token: string): string =>
  hostname.includes(':') ? token : tokenWithHost(hostname, token)

/** How the official JavaScript SDK starts with a token. */
const hint = ({ hostname, server_public_key_id, server_public_key }: ServerFacts) => `
With the JavaScript SDK (@keeper-security/secrets-manager-core):
  const storage = localConfigStorage('ksm-config.json')
  await initializeStorage(storage, TOKEN, '${hostname}')
  const { records } = await getSecrets({
    storage,
    serverPublicKeyId: '${server_public_key_id}',
    serverPublicKey: '${server_public_key}',
  })`

async function answerAll(
  { columns, things }: Answers,
  options: GlobalOptions,
  environment: Environment,
) {
  const [only, another] = things
  if (only && !another) return answerOne(only, options, environment)
  if (options.quiet) return
  await answerList({ columns, things }, options, environment)
}

/** Prints new devices with their tokens: the only time that anybody sees those. */
export async function answerTokens(
  added: readonly Added[],
  server: ServerFacts,
  { options, environment }: { options: GlobalOptions; environment: Environment },
): Promise<void> {
  const isTable = options.format === 'table'
  const things = added.map((device) =>
    withToken(device, isTable ? tokenText(server.hostname, device.token) : device.token, server),
  )
  const columns = ['device_uid', 'device_name', 'token', 'hostname']
  await answerAll({ columns, things }, options, environment)
  if (isTable) say(hint(server), options, environment)
}

/** A device that has used its token already, and the configuration that came of it. */
export type Connected = { readonly device: Added; readonly config: DeviceConfig }

/**
 * Prints configurations as they are, ready for a file. With `--format json` each stands beside the identifiers: as an
 * object, or as text in the other forms.
 */
export async function answerConfigs(
  connected: readonly Connected[],
  form: string,
  { options, environment }: { options: GlobalOptions; environment: Environment },
): Promise<void> {
  if (options.format !== 'json') {
    const texts = connected.map(({ config }) => printConfig(config, form))
    return printSecret(texts.join('\n'), options, environment)
  }
  const things = connected.map(({ device, config }) => ({
    ...described(device),
    config: form === 'json' ? config : printConfig(config, form),
  }))
  return answerAll({ columns: [], things }, options, environment)
}
