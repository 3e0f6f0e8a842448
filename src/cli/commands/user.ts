import { type Command, Option } from 'commander'
import { answerOne } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import { globalOptions } from '../global-options.ts'

type Invitation = { readonly email: string; readonly role: 'admin' | 'auditor' | 'member' }

const examples = `
The invitation is good for one account and seven days: pass it on by a way that you trust.

Examples:
  $ keepwatch user invite --email bob@example.com --role member
  $ keepwatch user invite --email eve@example.com --role auditor --format json`

/** The people of the organisation. */
export const user: CliCommand = {
  name: 'user',
  add: (program, environment) => {
    const noun = program.command('user').description('people of the organisation')
    noun
      .command('invite')
      .description('invite somebody; prints the code for `account create --invitation`')
      .requiredOption('--email <address>', 'whom')
      .addOption(
        new Option('--role <role>', 'as what')
          .choices(['admin', 'auditor', 'member'])
          .makeOptionMandatory(),
      )
      .addHelpText('after', examples)
      .action(async ({ email, role }: Invitation, command: Command) => {
        const options = globalOptions(command, environment)
        const { api } = await openVault(options, environment)
        const made = await (await api.accounts.invitations.$post({ json: { email, role } })).json()
        const expires_at = new Date(made.expires_at).toISOString()
        await answerOne({ ...made, expires_at }, options, environment)
      })
  },
}
