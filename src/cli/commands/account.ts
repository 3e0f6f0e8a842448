import { changePassword, createFirstAccount, createInvitedAccount } from '../../client/account.ts'
import { invalid } from '../../kernel/errors.ts'
import { answerOne, say } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { connect, openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'
import { readPassword } from '../password-prompt.ts'
import { removeSession } from '../session-file.ts'

type NewAccount = {
  readonly email: string
  readonly name?: string
  readonly setupCode?: string
  readonly invitation?: string
}

const examples = `
Examples:
  keepwatch account create --email ann@example.com --name Example --setup-code "$(cat data/setup-code)"
  keepwatch account create --email bob@example.com --invitation CODE`

async function create(account: NewAccount, options: GlobalOptions, environment: Environment) {
  const { email, name: organisation, setupCode, invitation } = account
  if (!setupCode === !invitation) throw invalid('give either --setup-code or --invitation')
  if (setupCode && !organisation)
    throw invalid('--name is missing: what is the organisation called?')
  const password = await readPassword(options, environment, 'New master password: ')
  const api = await connect(options)
  const made = invitation
    ? await createInvitedAccount(api, { email, password, invitation })
    : await createFirstAccount(api, {
        email,
        password,
        organisation: organisation ?? '',
        setupCode: setupCode ?? '',
      })
  await answerOne(made, options, environment)
}

async function newPassword(options: GlobalOptions, environment: Environment) {
  const { api, dataKey } = await openVault(options, environment)
  const password =
    environment.variables['KEEPWATCH_NEW_PASSWORD'] ??
    (await readPassword({ ...options, passwordStdin: false }, environment, 'New master password: '))
  await changePassword(api, dataKey, password)
  await removeSession(options.home, options.server)
  say('The password is changed and every session is ended: log in again.', options, environment)
}

export const account: CliCommand = {
  name: 'account',
  add: (program, environment) => {
    const noun = program.command('account').description('your account')
    noun
      .command('create')
      .description('make the first account, or one by invitation')
      .requiredOption('--email <address>', 'your e-mail address')
      .option('--name <organisation>', 'name of the organisation, with --setup-code')
      .option('--setup-code <code>', 'the one-time code that the server printed')
      .option('--invitation <code>', 'the code of an invitation')
      .addHelpText('after', examples)
      .action((flags, command) => create(flags, globalOptions(command, environment), environment))
    program
      .command('passwd')
      .addHelpText('after', exampleText('passwd'))
      .description(
        'change the master password (the new one from KEEPWATCH_NEW_PASSWORD or the terminal)',
      )
      .action((_, command) => newPassword(globalOptions(command, environment), environment))
  },
}
