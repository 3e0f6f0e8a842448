import type { Command } from 'commander'
import { answerOne } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import type { PlaceFlags } from '../environment.ts'
import { globalOptions } from '../global-options.ts'

const examples = `
Stop the server first. Both keys sign until the overlap ends: let every command line, witness and verifier see a
checkpoint in between, because a new key is believed only beside a known one.

Examples:
  $ keepwatch log rotate-key --data /var/lib/keepwatch
  $ keepwatch log rotate-key --data /var/lib/keepwatch --drop-old`

/** The event log itself. */
export const log: CliCommand = {
  name: 'log',
  add: (program, environment) => {
    program
      .command('log')
      .description('the event log itself')
      .command('rotate-key')
      .description('give the log a new signing key; the old one signs beside it for a while')
      .option('--data <folder>', 'the data folder (default ./data)')
      .option('--drop-old', 'end the overlap: from now on the new key signs alone')
      .addHelpText('after', examples)
      .action(async (flags: PlaceFlags & { dropOld?: boolean }, command: Command) => {
        const { dropOld, ...place } = flags
        const { rotateLogKey, retireOldLogKey } = await environment.offline()
        const { origin, vkeys } = await (dropOld ? retireOldLogKey : rotateLogKey)(place)
        await answerOne({ origin, vkeys }, globalOptions(command, environment), environment)
      })
  },
}
