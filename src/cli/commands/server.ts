import { answerList } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'

type Work = { readonly work: string; readonly target?: string | undefined }

const workText = ({ work, target }: Work) => (target === undefined ? work : `${work} ${target}`)

/** Which servers there are over one store. */
export const server: CliCommand = {
  name: 'server',
  add: (program, environment) => {
    const noun = program.command('server').description('the servers of this installation')
    noun
      .command('list')
      .description('which servers there are, and what each of them does for all')
      .addHelpText('after', exampleText('server list', 'server list --format json'))
      .action(async (_, command) => {
        const options = globalOptions(command, environment)
        const { api } = await openVault(options, environment)
        const found = await (await api.servers.$get()).json()
        const things = found.map((one) => ({ ...one, does: one.works.map(workText).join(', ') }))
        const columns = ['name', 'release', 'since', 'is_this', 'does']
        await answerList({ columns, things }, options, environment)
      })
  },
}
