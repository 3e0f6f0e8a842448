import { type Command, Option } from 'commander'
import { type GivenRole, givenRoles } from '../../kernel/roles.ts'
import { answerOne } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import { globalOptions } from '../global-options.ts'
import { addPeople } from '../people/add-people.ts'
import { addTransfer } from '../people/add-transfer.ts'

type Address = { readonly address?: string }
type Invitation = { readonly email: string; readonly role: GivenRole }

const examples = `
The invitation is good for one account and seven days: pass it on by a way that you trust.

Examples:
  $ keepwatch user invite --email bob@example.com --role member
  $ keepwatch user invite --email eve@example.com --role auditor --format json`

const forgetExamples = `
The events stay and go on proving themselves; where the name stood they say "(erased)". The account must be gone.
Where a filter of an alert, a saved report or an export names the person stands what the log keeps, which finds nobody.
Backups and exports that were made before still hold the name.

Examples:
  $ keepwatch user forget bob@example.com
  $ keepwatch user forget --address 203.0.113.9`

/** The people of the organisation. */
export const user: CliCommand = {
  name: 'user',
  add: (program, environment) => {
    const noun = program.command('user').description('people of the organisation')
    addPeople(noun, environment)
    addTransfer(noun, environment)
    noun
      .command('invite')
      .description('invite somebody; prints the code for `account create --invitation`')
      .requiredOption('--email <address>', 'whom')
      .addOption(new Option('--role <role>', 'as what').choices(givenRoles).makeOptionMandatory())
      .addHelpText('after', examples)
      .action(async ({ email, role }: Invitation, command: Command) => {
        const options = globalOptions(command, environment)
        const { api } = await openVault(options, environment)
        const made = await (await api.accounts.invitations.$post({ json: { email, role } })).json()
        const expires_at = new Date(made.expires_at).toISOString()
        await answerOne({ ...made, expires_at }, options, environment)
      })
    noun
      .command('forget [email]')
      .description('erase a person, or an address, from the event log; every proof stays valid')
      .option('--address <ip>', 'an IP address, instead of a person')
      .addHelpText('after', forgetExamples)
      .action(async (email: string | undefined, { address }: Address, command: Command) => {
        const options = globalOptions(command, environment)
        const { api } = await openVault(options, environment)
        const json = { ...(email && { email }), ...(address && { address }) }
        const { commitments, filters } = await (await api.erasures.$post({ json })).json()
        await answerOne({ erased: commitments, filters_changed: filters }, options, environment)
      })
  },
}
