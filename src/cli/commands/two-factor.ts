import { type Command, Option } from 'commander'
import { newAuthenticator } from '../../client/authenticator.ts'
import { toBase64 } from '../../client/crypto/base64.ts'
import { findPersonCalled } from '../../client/people.ts'
import { invalid } from '../../kernel/errors.ts'
import { answerList, answerOne } from '../answer.ts'
import { askLine } from '../ask-line.ts'
import { type Asked, asking, showing } from '../asking.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'
import { showAuthenticator, showRecoveryCodes } from '../second-step.ts'

const addExamples = `
Without --secret it makes one, shows it as a picture for an authenticator and asks for the code. With --secret and --code, as a script has
them, it asks nothing. The first second factor brings recovery codes, which are shown once.

Examples:
  $ keepwatch two-factor add
  $ keepwatch two-factor add --name Phone`

const requireExamples = `
Who has none is asked to set one up at their next login, before anything else. API tokens are for programs and have no second factor.

Examples:
  $ keepwatch two-factor require --role owner --role admin
  $ keepwatch two-factor require --nobody
  $ keepwatch two-factor require`

type Adding = { readonly name?: string; readonly secret?: string }

const append = (value: string, before: readonly string[] = []) => [...before, value]

/** The secret that the server gets, and the code that shows that the authenticator has it. */
async function authenticatorOf(
  { secret }: Adding,
  { options, environment }: { readonly options: GlobalOptions; readonly environment: Environment },
  email: string,
): Promise<{ readonly secret: string; readonly code: string }> {
  const { code } = options
  if (secret !== undefined && code !== undefined) return { secret, code }
  if (!environment.stdin.isTTY)
    throw invalid('there is no terminal to ask on: give both --secret (base64) and --code')
  const made = newAuthenticator(email, new URL(options.server).host)
  showAuthenticator(made, environment)
  const shown = await askLine('The code that it shows now: ', environment)
  return { secret: toBase64(made.secret), code: shown }
}

async function add(flags: Adding, command: Command, environment: Environment) {
  const options = globalOptions(command, environment)
  const { api, email } = await openVault(
    flags.secret === undefined ? options : withoutCode(options),
    environment,
  )
  const made = await authenticatorOf(flags, { options, environment }, email)
  const json = { ...made, ...(flags.name && { name: flags.name }) }
  const added = await (await api['second-factors'].totp.$post({ json })).json()
  if (options.format === 'json') return answerOne(added, options, environment)
  const { recovery_codes, ...shown } = added
  await answerOne(shown, options, environment)
  if (recovery_codes.length > 0) showRecoveryCodes(recovery_codes, environment)
}

/** The code is the new authenticator's; a login does not need it. */
const withoutCode = ({ code: _, ...options }: GlobalOptions): GlobalOptions => options

const remove = async ({ api, args }: Asked) => {
  const param = { factor_uid: String(args[0]) }
  return (await api['second-factors'][':factor_uid'].$delete({ param })).json()
}

/** Somebody's whose second factors are all lost. */
const reset = async ({ api, args }: Asked) => {
  const { account_uid } = await findPersonCalled(api, String(args[0]))
  const to = { param: { account_uid } }
  return (await api.people[':account_uid']['second-factors'].$delete(to)).json()
}

async function rules({ api, args }: Asked) {
  const { role, nobody } = args[0] as { readonly role?: string[]; readonly nobody?: true }
  if (role === undefined && !nobody) return (await api['sign-in-rules'].$get()).json()
  type Roles = Parameters<(typeof api)['sign-in-rules']['$put']>[0]['json']['second_factor_roles']
  const json = { second_factor_roles: nobody ? [] : (role as Roles) }
  return (await api['sign-in-rules'].$put({ json })).json()
}

/** What administrators do about everybody's. */
function addForOthers(noun: Command, environment: Environment): void {
  const [as, show] = [asking(environment), showing(environment)]
  noun
    .command('require')
    .description('say whose role needs a second factor; without flags show it')
    .addOption(new Option('--role <role>', 'a role (repeatable)').argParser(append))
    .addOption(new Option('--nobody', 'no role').conflicts('role'))
    .addHelpText('after', requireExamples)
    .action(as(async (asked) => show.one(await rules(asked), asked)))
  noun
    .command('reset <email>')
    .description('remove all second factors of somebody who has lost them')
    .addHelpText('after', exampleText('two-factor reset bob@example.com'))
    .action(as(async (asked) => show.one(await reset(asked), asked)))
}

/** What somebody proves who they are with besides the password. */
export const twoFactor: CliCommand = {
  name: 'two-factor',
  add: (program, environment) => {
    const [as, show] = [asking(environment), showing(environment)]
    const noun = program
      .command('two-factor')
      .alias('2fa')
      .description('what you prove who you are with besides the password')
    noun
      .command('list')
      .description('what you have, and how many recovery codes are left')
      .addHelpText('after', exampleText('two-factor list', 'two-factor list --format json'))
      .action(
        as(async (asked) => {
          const { factors, ...rest } = await (await asked.api['second-factors'].$get()).json()
          if (asked.options.format === 'json') return show.one({ factors, ...rest }, asked)
          const columns = ['factor_uid', 'kind', 'name', 'created_at', 'last_used_at']
          await answerList({ columns, things: factors }, asked.options, environment)
          await show.one(rest, asked)
        }),
      )
    noun
      .command('add')
      .description('add an authenticator')
      .option('--name <name>', 'what you call it')
      .addOption(new Option('--secret <base64>', 'its secret, for a script').hideHelp())
      .addHelpText('after', addExamples)
      .action((flags: Adding, command: Command) => add(flags, command, environment))
    noun
      .command('remove <factor>')
      .description('remove one of yours')
      .addHelpText('after', exampleText('two-factor remove FACTOR_UID'))
      .action(as(async (asked) => show.one(await remove(asked), asked)))
    noun
      .command('recovery-codes')
      .description('make new recovery codes; the ones before count no more')
      .addHelpText('after', exampleText('two-factor recovery-codes'))
      .action(
        as(async (asked) => {
          const made = await (await asked.api['second-factors']['recovery-codes'].$post()).json()
          if (asked.options.format === 'json') return show.one(made, asked)
          showRecoveryCodes(made.recovery_codes, environment)
        }),
      )
    addForOthers(noun, environment)
  },
}
