import type { Command } from 'commander'
import { makeRecoveryPhrase, recoverAccount } from '../../client/recovery.ts'
import { invalid } from '../../kernel/errors.ts'
import { answerOne, say } from '../answer.ts'
import { askLine } from '../ask-line.ts'
import type { CliCommand } from '../command.ts'
import { connect, openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'
import { readPassword } from '../password-prompt.ts'
import { removeSession } from '../session-file.ts'

const useExamples = `
The phrase comes from KEEPWATCH_RECOVERY_PHRASE or is asked for on the terminal, the new password from KEEPWATCH_NEW_PASSWORD or the
terminal. An account with a second factor needs its code, or a recovery code, as well (--code). Every session ends.

Examples:
  $ keepwatch recovery-phrase use --email ann@example.com
  $ keepwatch recovery-phrase use --email ann@example.com --code 123456`

async function use(email: string, command: Command, environment: Environment): Promise<void> {
  const options = globalOptions(command, environment)
  const { variables } = environment
  const phrase =
    variables['KEEPWATCH_RECOVERY_PHRASE'] ?? (await askLine('Recovery phrase: ', environment))
  if (phrase.trim() === '')
    throw invalid('there is no phrase: set KEEPWATCH_RECOVERY_PHRASE, or run it on a terminal')
  const password =
    variables['KEEPWATCH_NEW_PASSWORD'] ??
    (await readPassword({ ...options, passwordStdin: false }, environment, 'New master password: '))
  const { code } = options
  const recovering = { email, phrase, password, ...(code !== undefined && { code }) }
  await recoverAccount(await connect(options), recovering)
  await removeSession(options.home, options.server)
  say(
    'The vault is behind the new password, and every session is ended: log in.',
    options,
    environment,
  )
}

/** A phrase that opens the vault when the password is lost. */
export const recoveryPhrase: CliCommand = {
  name: 'recovery-phrase',
  add: (program, environment) => {
    const noun = program
      .command('recovery-phrase')
      .description('24 words that open your vault when the password is lost')
    noun
      .command('create')
      .description('make a phrase, shown once; one from before counts no more')
      .addHelpText('after', exampleText('recovery-phrase create'))
      .action(async (_, command: Command) => {
        const options = globalOptions(command, environment)
        const recovery_phrase = await makeRecoveryPhrase(await openVault(options, environment))
        await answerOne({ recovery_phrase }, options, environment)
        say(
          'Write it down and keep it where your password is not: whoever has it can open your vault.',
          options,
          environment,
        )
      })
    noun
      .command('remove')
      .description('let the phrase count no more')
      .addHelpText('after', exampleText('recovery-phrase remove'))
      .action(async (_, command: Command) => {
        const options = globalOptions(command, environment)
        const { api } = await openVault(options, environment)
        await api.accounts['recovery-phrase'].$delete()
        say('The recovery phrase counts no more.', options, environment)
      })
    noun
      .command('use')
      .description('set a new password by the phrase')
      .requiredOption('--email <address>', 'whose account')
      .addHelpText('after', useExamples)
      .action(({ email }: { readonly email: string }, command: Command) =>
        use(email, command, environment),
      )
  },
}
