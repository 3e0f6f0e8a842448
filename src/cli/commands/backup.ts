import type { Command } from 'commander'
import { answerOne, say } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import type { Environment, PlaceFlags } from '../environment.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'
import { progressLine } from '../progress.ts'

const backupExamples = `
The file holds the keys of the installation besides its database: keep it as safe as the data folder.

Examples:
  $ keepwatch backup /backup/keepwatch-2026-11-23.db --data /var/lib/keepwatch`

const restoreExamples = `
The folder must be empty; a log-anchor in it is kept, and speaks up when the backup is older than it.

Examples:
  $ keepwatch restore /backup/keepwatch-2026-11-23.db --data /var/lib/keepwatch-restored`

const dataFlag = ['--data <folder>', 'the data folder (default ./data)'] as const

async function backUp(
  file: string,
  place: PlaceFlags,
  { options, environment }: { options: GlobalOptions; environment: Environment },
) {
  const { show, end } = progressLine('Backing up', options, environment)
  const { backUp } = await environment.offline()
  const counts = await backUp({ file, progress: show }, place).finally(end)
  await answerOne({ file, ...counts }, options, environment)
}

async function restore(
  file: string,
  place: PlaceFlags,
  { options, environment }: { options: GlobalOptions; environment: Environment },
) {
  const { show, end } = progressLine('Restoring', options, environment)
  const { restore } = await environment.offline()
  const { objection, ...counts } = await restore({ file, progress: show }, place).finally(end)
  await answerOne({ file, ...counts }, options, environment)
  if (objection) say(`The server will not start yet: ${objection}`, options, environment)
}

/** One file that holds everything, and the way back. */
export const backup: CliCommand = {
  name: 'backup',
  add: (program, environment) => {
    const around = (command: Command) => ({
      options: globalOptions(command, environment),
      environment,
    })
    program
      .command('backup <file>')
      .description(
        'copy database, keys and certificates into one verified file, also while serving',
      )
      .option(...dataFlag)
      .addHelpText('after', backupExamples)
      .action((file: string, place: PlaceFlags, command: Command) =>
        backUp(file, place, around(command)),
      )
    program
      .command('restore <file>')
      .description('make a data folder out of a backup, and verify it')
      .option(...dataFlag)
      .addHelpText('after', restoreExamples)
      .action((file: string, place: PlaceFlags, command: Command) =>
        restore(file, place, around(command)),
      )
  },
}
