import type { Command } from 'commander'
import { markDecoy, unmarkDecoy } from '../../client/alerts.ts'
import { answerOne, say } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'

type Flags = { readonly lockDevice?: boolean; readonly off?: boolean }

/** A record that nobody should touch. */
export function decoy(noun: Command, environment: Environment): void {
  noun
    .command('decoy <record-uid>')
    .addHelpText('after', exampleText('record decoy UID --lock-device', 'record decoy UID --off'))
    .description(
      'make a record a decoy: whoever touches it first is told of, and clients see no difference',
    )
    .option('--lock-device', 'also end the access of a device that touches it')
    .option('--off', 'make it an ordinary record again')
    .action(async (record: string, { lockDevice = false, off }: Flags, command: Command) => {
      const options = globalOptions(command, environment)
      const { api } = await openVault(options, environment)
      if (off) return answerOne(await unmarkDecoy(api, record), options, environment)
      const marked = await markDecoy(api, record, { lock_device: lockDevice })
      await answerOne(marked, options, environment)
      const hint =
        'Nobody is told when it is touched: run `audit-alert add --ready decoy-touched` and give it a recipient.'
      if (marked.alerts.length === 0) say(hint, options, environment)
    })
}
