import { type Command, Option } from 'commander'
import { invalid } from '../../kernel/errors.ts'
import { answerList, say } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'

const endExamples = `
What a session did is in the log under its name: \`session:NAME\` in a query.

Examples:
  $ keepwatch session end --others
  $ keepwatch session end --session NAME`

type Ending = { readonly session?: string; readonly others?: true }

/** Where you are logged in. */
export const session: CliCommand = {
  name: 'session',
  add: (program, environment) => {
    const noun = program.command('session').description('where you are logged in')
    noun
      .command('list')
      .description('your sessions, the newest first')
      .addHelpText('after', exampleText('session list', 'session list --format json'))
      .action(async (_, command) => {
        const options = globalOptions(command, environment)
        const { api } = await openVault(options, environment)
        const things = await (await api.sessions.$get()).json()
        const columns = ['session_id', 'created_at', 'expires_at', 'current']
        await answerList({ columns, things }, options, environment)
      })
    noun
      .command('end')
      .description('end one of your sessions, or all but this one')
      .addOption(new Option('--session <name>', 'which').conflicts('others'))
      .option('--others', 'all but this one')
      .addHelpText('after', endExamples)
      .action(async ({ session: named, others }: Ending, command: Command) => {
        const session_id = others ? 'others' : named
        if (session_id === undefined) throw invalid('give either --session or --others')
        const options = globalOptions(command, environment)
        const { api } = await openVault(options, environment)
        const param = { session_id }
        const { ended } = await (await api.sessions[':session_id'].$delete({ param })).json()
        say(`Ended: ${ended.join(', ')}.`, options, environment)
      })
  },
}
