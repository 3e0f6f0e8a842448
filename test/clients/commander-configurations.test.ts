import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serverKeyOf } from '../support/sdk-device.ts'
import { type Commander, commanderOf } from './drivers/commander.ts'
import { type CommanderStage, commanderStage, email, password } from './support/commander-stage.ts'
import { folderOf } from './support/fetch-clients.ts'
import { openProgram } from './support/line-driver.ts'

/** Configurations that the real Commander makes with `--config-init`: Keeper's own SDK reads with them. */

const patience = { timeout: 120_000 }

let stage: CommanderStage
let commander: Commander

beforeAll(async () => {
  stage = await commanderStage()
  const { server, owner, uids } = stage
  await owner.ask('sm', 'share', 'add', '--app', 'Builds', '--secret', uids['Production'] ?? '')
  const more = { REQUESTS_CA_BUNDLE: server.caFile ?? '' }
  commander = await commanderOf(server, { email, password, launcher: 'to-bind', more })
}, 120_000)

afterAll(async () => {
  await commander?.remove()
  await stage?.stop()
})

const fromBase64 = (text: string | undefined) => Buffer.from(text ?? '', 'base64').toString()

/** How each form holds the configuration. */
const forms = {
  json: (printed: string) => /Initialized Config: (\{.*\})/.exec(printed)?.[1] ?? '',
  b64: (printed: string) => fromBase64(/Initialized Config: (\S+)/.exec(printed)?.[1]),
  k8s: (printed: string) => fromBase64(/\n {2}config: (\S+)\nkind: Secret\n/.exec(printed)?.[1]),
} as const

/** The Python SDK with nothing but the configuration. */
async function sdkWith(name: string, configuration: string) {
  const folder = join(commander.home, name)
  await mkdir(folder)
  await writeFile(join(folder, 'ksm-config.json'), configuration, { mode: 0o600 })
  const { caFile = '', hostname } = stage.server
  const program = {
    command: join(folderOf('python'), 'bin/python'),
    args: [join(import.meta.dirname, 'drivers/python_sdk.py')],
    env: { REQUESTS_CA_BUNDLE: caFile },
  }
  return openProgram(program, { folder, hostname, caFile, ...(await serverKeyOf(stage.server)) })
}

test.each(Object.entries(forms))(
  '%s: the SDK reads with it, and the events are those of a device that connects',
  patience,
  async (form, configurationIn) => {
    const before = (await stage.server.events()).length
    const add = ['secrets-manager', 'client', 'add', '--app', 'Builds', '--name', form]
    const printed = await commander.shell.say(...add, '--config-init', form)
    const made = (await stage.server.events()).slice(before)
    // Keeper's SDK reads once more when it has bound.
    expect(made.filter((one) => one['device_name'] === form)).toMatchObject([
      { audit_event: 'app_client_added', username: email, client_version: 'c18.0.0' },
      { audit_event: 'app_client_connected', client_version: 'mp17.3.0' },
      { audit_event: 'app_client_access' },
      { audit_event: 'app_client_access' },
    ])

    const configuration = configurationIn(stripVTControlCharacters(printed))
    const sdk = await sdkWith(form, configuration)
    const records = await sdk.read({ records: [stage.uids['Primary'] ?? ''] })
    expect(records).toMatchObject([{ title: 'Primary', password: 'Primary password' }])
    await sdk.stop()
  },
)
