import { type Command, Option } from 'commander'
import { findApplication } from '../../client/applications.ts'
import { addShares, changeShares, removeShares } from '../../client/shares.ts'
import { invalid } from '../../kernel/errors.ts'
import { answerList, answerOne, say } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'

type Flags = {
  readonly app: string
  readonly secret: readonly string[]
  readonly editable?: boolean
  readonly readonly?: boolean
}

type Shares = {
  readonly app_uid: string
  readonly shares: readonly { readonly secret_uid: string; readonly kind: string }[]
}

const examples = `
Examples:
  keepwatch sm share add --app Builds --secret RECORD_UID SHARED_FOLDER_UID
  keepwatch sm share update --app Builds --secret RECORD_UID --editable`

const verb = (noun: Command, name: string) =>
  noun
    .command(name)
    .requiredOption('--app <name-or-uid>', 'the application')
    .requiredOption('--secret <uid...>', 'records or shared folders')

const withPermission = (command: Command) =>
  command
    .addOption(new Option('--editable', 'devices may change it').conflicts('readonly'))
    .addOption(new Option('--readonly', 'devices may only read it').conflicts('editable'))

/** For people a row a share; for programs the application and its shares as one object. */
async function answer(
  { app_uid, shares }: Shares,
  options: GlobalOptions,
  environment: Environment,
) {
  if (options.format === 'json') return answerOne({ app_uid, shares }, options, environment)
  if (options.quiet) return
  const things = shares.map((share) => ({ app_uid, ...share }))
  const columns = ['app_uid', 'kind', 'secret_uid', 'editable']
  await answerList({ columns, things }, options, environment)
}

function add(noun: Command, environment: Environment) {
  withPermission(verb(noun, 'add'))
    .description('share records and shared folders with an application (readonly unless said)')
    .addHelpText('after', examples)
    .action(async ({ app, secret, editable = false }: Flags, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const application = await findApplication(vault, app)
      const shares = await addShares(vault, application, { secret_uids: secret, editable })
      await answer(shares, options, environment)
    })
}

function update(noun: Command, environment: Environment) {
  withPermission(verb(noun, 'update'))
    .description('let devices change what is shared, or no longer')
    .addHelpText('after', exampleText('sm share update --app Builds --secret UID --readonly'))
    .action(async ({ app, secret, editable = false, readonly = false }: Flags, command) => {
      if (editable === readonly) throw invalid('give either --editable or --readonly')
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const { app_uid } = await findApplication(vault, app)
      const shares = await changeShares(vault, app_uid, { secret_uids: secret, editable })
      await answer(shares, options, environment)
    })
}

function remove(noun: Command, environment: Environment) {
  verb(noun, 'remove')
    .description('take records and shared folders away from an application')
    .addHelpText('after', exampleText('sm share remove --app Builds --secret UID OTHER_UID'))
    .action(async ({ app, secret }: Flags, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const { app_uid } = await findApplication(vault, app)
      const { shares } = await removeShares(vault, app_uid, secret)
      for (const { kind, secret_uid } of shares)
        say(`Took ${kind} ${secret_uid} away from application ${app}.`, options, environment)
    })
}

/** `sm share add|update|remove`. */
export function addShareCommands(parent: Command, environment: Environment): void {
  const noun = parent.command('share').description('what applications may read')
  for (const part of [add, update, remove]) part(noun, environment)
}
