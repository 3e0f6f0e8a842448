import { answerOne, say } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { connect, keepSession, logInWith, openVault } from '../connect.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'
import { findSession, removeSession } from '../session-file.ts'

const examples = `
Examples:
  keepwatch login --user ann@example.com
  echo "$PASSWORD" | keepwatch login --user ann@example.com --password-stdin`

/** Coming and going: `login`, `logout`, `whoami`. */
export const login: CliCommand = {
  name: 'login',
  add: (program, environment) => {
    program
      .command('login')
      .description('log in and keep the session for the next commands')
      .option('--trust-new-log', 'go on although the server shows another log than before')
      .addHelpText('after', examples)
      .action(async (_, command) => {
        const options = globalOptions(command, environment)
        const loggedIn = await logInWith(options, environment)
        await keepSession(options, loggedIn)
        say(`Logged in to ${options.server} as ${loggedIn.email}.`, options, environment)
      })

    program
      .command('logout')
      .addHelpText('after', exampleText('logout'))
      .description('end the session and forget it here')
      .action(async (_, command) => {
        const options = globalOptions(command, environment)
        const saved = await findSession(options.home, options.server)
        if (saved) await (await connect(options, saved.token)).sessions.current.$delete()
        await removeSession(options.home, options.server)
        say('Logged out.', options, environment)
      })

    program
      .command('whoami')
      .addHelpText('after', exampleText('whoami --format json'))
      .description('who is logged in, and where')
      .action(async (_, command) => {
        const options = globalOptions(command, environment)
        const { api } = await openVault(options, environment)
        const { email, role, account_uid } = await (await api.sessions.current.$get()).json()
        await answerOne({ server: options.server, email, role, account_uid }, options, environment)
      })
  },
}
