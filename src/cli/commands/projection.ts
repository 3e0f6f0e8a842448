import type { Command } from 'commander'
import { Failure } from '../../kernel/errors.ts'
import { answerOne } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import type { Environment, PlaceFlags } from '../environment.ts'
import { globalOptions } from '../global-options.ts'
import { progressLine } from '../progress.ts'
import { projectionVerdict } from '../projection-verdict.ts'

const checkExamples = `
What cannot be believed ends with exit code 4. The log itself is proved by keepwatch verify, which checks this as well.

Examples:
  $ keepwatch projection check --data /var/lib/keepwatch`

const rebuildExamples = `
Stop the server first. Nothing is lost: everything in the projection comes from the log.

Examples:
  $ keepwatch projection rebuild --data /var/lib/keepwatch`

const dataFlag = ['--data <folder>', 'the data folder (default ./data)'] as const

async function check(place: PlaceFlags, command: Command, environment: Environment) {
  const { isRight, sentence } = await projectionVerdict(place, environment)
  if (!isRight) throw new Failure('unproven', `the projection ${sentence}`)
  await answerOne({ projection: sentence }, globalOptions(command, environment), environment)
}

async function rebuild(place: PlaceFlags, command: Command, environment: Environment) {
  const options = globalOptions(command, environment)
  const { show, end } = progressLine('Making the projection', options, environment)
  const { rebuildProjection } = await environment.offline()
  const events = await rebuildProjection(show, place).finally(end)
  await answerOne({ events }, options, environment)
}

/** The columns that reports are read from. */
export const projection: CliCommand = {
  name: 'projection',
  add: (program, environment) => {
    const group = program
      .command('projection')
      .description('the columns of the log that reports are read from')
    group
      .command('check')
      .description('hold the projection against the log, field by field')
      .option(...dataFlag)
      .addHelpText('after', checkExamples)
      .action((place: PlaceFlags, command: Command) => check(place, command, environment))
    group
      .command('rebuild')
      .description('throw the projection away and make it anew from the log')
      .option(...dataFlag)
      .addHelpText('after', rebuildExamples)
      .action((place: PlaceFlags, command: Command) => rebuild(place, command, environment))
  },
}
