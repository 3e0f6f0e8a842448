import { type Command, Option } from 'commander'
import { invalid } from '../../kernel/errors.ts'
import { answerOne, say } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import type { Environment, PlaceFlags } from '../environment.ts'
import { globalOptions } from '../global-options.ts'
import { progressLine } from '../progress.ts'

const examples = `
A server may run on the old place meanwhile. For the last seconds it refuses writes, and from then on it takes none: start it
on the new place. The keys stay in the data folder. The password may stand in PGPASSWORD or ~/.pgpass instead of the URL.

Examples:
  $ keepwatch migrate --to postgres://keepwatch@db.example.com/keepwatch --data /var/lib/keepwatch
  $ keepwatch migrate --from postgres://keepwatch@db.example.com/keepwatch --data /var/lib/keepwatch`

type Flags = PlaceFlags & { readonly to?: string; readonly from?: string }

function moveOf({ to, from }: Flags) {
  if (to !== undefined) return { direction: 'to', databaseUrl: to } as const
  if (from !== undefined) return { direction: 'from', databaseUrl: from } as const
  throw invalid(
    'say where to: --to URL moves into PostgreSQL, --from URL back into the data folder',
  )
}

async function migrateStore(flags: Flags, command: Command, environment: Environment) {
  const options = globalOptions(command, environment)
  const { to: _, from: __, ...place } = flags
  const move = moveOf(flags)
  const { show, end } = progressLine('Moving', options, environment)
  const { moveStore } = await environment.offline()
  const moved = await moveStore({ ...move, progress: show }, place).finally(end)
  await answerOne(moved, options, environment)
  const start = move.direction === 'to' ? 'with --database-url' : 'without --database-url'
  say(`Start the server ${start} now: the old place takes nothing any more.`, options, environment)
}

/** From one engine to the other, and back. */
export const migrate: CliCommand = {
  name: 'migrate',
  add: (program, environment) => {
    program
      .command('migrate')
      .description('move the store into PostgreSQL, or back, and prove that all of it arrived')
      .addOption(new Option('--to <url>', 'into this PostgreSQL database').conflicts('from'))
      .option('--from <url>', 'back from this PostgreSQL database into the data folder')
      .option('--data <folder>', 'the data folder (default ./data)')
      .addHelpText('after', examples)
      .action((flags: Flags, command: Command) => migrateStore(flags, command, environment))
  },
}
