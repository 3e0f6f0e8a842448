import { type Command, Option } from 'commander'
import { findPersonCalled } from '../../client/people.ts'
import type { Vault } from '../../client/vault.ts'
import { type GivenRole, givenRoles } from '../../kernel/roles.ts'
import { answerList, answerOne, type Thing } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'

const removeExamples = `
Only an empty vault can be removed with its account: nobody else can open what is in it. Their events stay; \`user forget\` takes the name
out of them. Somebody who leaves is locked out at once by \`user lock\`; their devices go on until \`sm client remove\`.

Examples:
  $ keepwatch user lock bob@example.com
  $ keepwatch user remove bob@example.com`

/** A command that does one thing to one person and shows what they are then. */
function addDeed(noun: Command, environment: Environment, deed: Deed): void {
  noun
    .command(`${deed.name} <email>`)
    .description(deed.description)
    .addHelpText('after', deed.examples)
    .action(async (email: string, _, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const { account_uid } = await findPersonCalled(vault.api, email)
      await answerOne(await deed.act(vault, account_uid), options, environment)
    })
}

type Deed = {
  readonly name: string
  readonly description: string
  readonly examples: string
  act(vault: Vault, account_uid: string): Promise<Thing>
}

const deeds: readonly Deed[] = [
  {
    name: 'lock',
    description: 'keep somebody out at once; their vault and their devices stay',
    examples: exampleText('user lock bob@example.com'),
    act: async ({ api }, account_uid) =>
      (await api.people[':account_uid'].lock.$put({ param: { account_uid } })).json(),
  },
  {
    name: 'unlock',
    description: 'let somebody in again',
    examples: exampleText('user unlock bob@example.com'),
    act: async ({ api }, account_uid) =>
      (await api.people[':account_uid'].lock.$delete({ param: { account_uid } })).json(),
  },
  {
    name: 'remove',
    description: 'remove an account whose vault is empty',
    examples: removeExamples,
    act: async ({ api }, account_uid) =>
      (await api.people[':account_uid'].$delete({ param: { account_uid } })).json(),
  },
]

function addRole(noun: Command, environment: Environment): void {
  noun
    .command('role <email>')
    .description('give somebody another role; their sessions end')
    .addOption(new Option('--role <role>', 'as what').choices(givenRoles).makeOptionMandatory())
    .addHelpText('after', exampleText('user role bob@example.com --role auditor'))
    .action(async (email: string, { role }: { readonly role: GivenRole }, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const { account_uid } = await findPersonCalled(vault.api, email)
      const to = { param: { account_uid }, json: { role } }
      const changed = await (await vault.api.people[':account_uid'].role.$put(to)).json()
      await answerOne(changed, options, environment)
    })
}

function addList(noun: Command, environment: Environment): void {
  noun
    .command('list')
    .description('everybody who has an account')
    .addHelpText('after', exampleText('user list', 'user list --format json'))
    .action(async (_, command: Command) => {
      const options = globalOptions(command, environment)
      const { api } = await openVault(options, environment)
      const things = await (await api.people.$get()).json()
      const columns = ['email', 'role', 'created_at', 'locked_at']
      await answerList({ columns, things }, options, environment)
    })
}

/** Everything that is done with people who have an account. */
export function addPeople(noun: Command, environment: Environment): void {
  addList(noun, environment)
  addRole(noun, environment)
  for (const deed of deeds) addDeed(noun, environment, deed)
}
