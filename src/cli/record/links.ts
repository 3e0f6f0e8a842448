import { type Command, InvalidArgumentError } from 'commander'
import { addLink, listLinks, removeLink } from '../../client/record-links.ts'
import { answerList, answerOne, say } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'

const examples = `
A link gives nobody anything: share the other record, too, if devices are to read it. Without a path it leads to a login of the
record; with one it holds settings of the record itself. Devices get links when they ask for them (requestLinks).

What a link holds is encrypted under the record's key, except without a path and with path meta: SDKs have methods that read
those without a key, so the server stores them as you write them. --sealed encrypts these too.

Examples:
  $ keepwatch record link add MACHINE_UID LOGIN_UID --data '{"is_admin":true,"belongs_to":true}'
  $ keepwatch record link add MACHINE_UID MACHINE_UID --path meta --data '{"allowedSettings":{"rotation":true},"version":1}'`

type Data = Readonly<Record<string, unknown>>

type Flags = { readonly path?: string; readonly data?: Data; readonly sealed?: true }

function jsonObject(text: string): Data {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Data
  } catch {
    // The sentence below says it.
  }
  throw new InvalidArgumentError('Give a JSON object, such as \'{"is_admin":true}\'.')
}

function add(noun: Command, environment: Environment) {
  noun
    .command('add <record-uid> <linked-uid>')
    .description('link a record to another, or with --path to settings of its own')
    .option('--path <path>', 'what kind of settings: meta, ai_settings, jit_settings, …')
    .option('--data <json>', 'what the link holds, a JSON object', jsonObject)
    .option('--sealed', 'encrypt also what SDKs read without a key')
    .addHelpText('after', examples)
    .action(async (uid: string, linked_uid: string, flags: Flags, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const { path, data, sealed } = flags
      const link = { ...(path && { path }), ...(data && { data }), ...(sealed && { sealed }) }
      await addLink(vault, uid, { linked_uid, ...link })
      const made = { record_uid: uid, linked_uid, path: path ?? null, data: data ?? null }
      await answerOne(made, options, environment)
    })
}

function remove(noun: Command, environment: Environment) {
  noun
    .command('remove <record-uid> <linked-uid>')
    .description('take the links between two records away, or that with --path alone')
    .option('--path <path>', 'the one with this path')
    .addHelpText('after', exampleText('record link remove MACHINE_UID LOGIN_UID'))
    .action(async (uid: string, linked_uid: string, { path }: Flags, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      await removeLink(vault, uid, { linked_uid, ...(path && { path }) })
      say(`Removed the link of ${uid} to ${linked_uid}.`, options, environment)
    })
}

function list(noun: Command, environment: Environment) {
  noun
    .command('list <record-uid>')
    .description('show the links of a record')
    .addHelpText(
      'after',
      exampleText('record link list MACHINE_UID', 'record link list MACHINE_UID --format json'),
    )
    .action(async (uid: string, _, command: Command) => {
      const options = globalOptions(command, environment)
      const things = await listLinks(await openVault(options, environment), uid)
      const columns = ['linked_uid', 'path', 'sealed', 'data']
      await answerList({ columns, things }, options, environment)
    })
}

/** `record link`. */
export function links(noun: Command, environment: Environment): void {
  const link = noun.command('link').description('links of records to others')
  for (const part of [add, remove, list]) part(link, environment)
}
