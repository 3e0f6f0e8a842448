import { type Command, Option } from 'commander'
import type { ApiClient } from '../../client/api.ts'
import { answerList, answerOne, say } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'

type NewToken = Parameters<ApiClient['tokens']['$post']>[0]['json']
type Flags = Pick<NewToken, 'name' | 'expires'> & {
  readonly scope?: string[]
  readonly network?: string[]
}

const examples = `
A token is shown once. It counts at /api/v1 and /api/rest/public/events for the scopes that it was made for, as long as whoever made it may
do the same. \`vault\` reaches ciphertext only: no token has keys.

Examples:
  $ keepwatch token create --name "SIEM" --expires 1y --network 203.0.113.0/24
  $ keepwatch token create --name "Terraform" --scope alerts.change --scope exports.change
  $ curl -H "x-api-token: Bearer $TOKEN" "https://localhost:8443/api/rest/public/events?start_date=2026-11-01"`

const append = (value: string, before: readonly string[] = []) => [...before, value]

function addCreate(noun: Command, environment: Environment): void {
  noun
    .command('create')
    .alias('generate')
    .description('make a token; it is printed once')
    .requiredOption('--name <name>', 'what it is called')
    .addOption(
      new Option('--expires <life>', 'how long it counts')
        .choices(['24h', '7d', '30d', '1y', 'never'])
        .default('30d'),
    )
    .option(
      '--scope <name>',
      'what it is for (repeatable; default events.read): events.read, events.import, exports.read, exports.change, alerts.read, alerts.change, people.invite, people.forget, vault',
      append,
    )
    .option('--network <cidr>', 'from where it counts (repeatable; default anywhere)', append)
    .addOption(new Option('--integrations <roles>', 'as Commander has it: SIEM:1').hideHelp())
    .addHelpText('after', examples)
    .action(async ({ name, expires, network, scope }: Flags, command: Command) => {
      const options = globalOptions(command, environment)
      const { api } = await openVault(options, environment)
      const json = {
        name,
        ...(expires && { expires }),
        ...(network && { networks: network }),
        ...(scope && { scopes: scope as NewToken['scopes'] & {} }),
      }
      await answerOne(await (await api.tokens.$post({ json })).json(), options, environment)
    })
}

/** API tokens. */
export const token: CliCommand = {
  name: 'token',
  add: (program, environment) => {
    const noun = program
      .command('token')
      .alias('public-api-key')
      .description('tokens with which programs read events')
    addCreate(noun, environment)
    noun
      .command('list')
      .description('every token, without itself')
      .addHelpText('after', exampleText('token list --format json'))
      .action(async (_, command: Command) => {
        const options = globalOptions(command, environment)
        const { api } = await openVault(options, environment)
        const things = await (await api.tokens.$get()).json()
        const columns = ['name', 'scopes', 'networks', 'created_at', 'expires_at']
        await answerList({ columns, things }, options, environment)
      })
    noun
      .command('revoke <name>')
      .description('take a token back; it is worth nothing from then on')
      .addHelpText('after', exampleText('token revoke SIEM'))
      .action(async (name: string, _, command: Command) => {
        const options = globalOptions(command, environment)
        const { api } = await openVault(options, environment)
        await api.tokens[':name'].$delete({ param: { name } })
        say(`The token ${name} is revoked.`, options, environment)
      })
  },
}
