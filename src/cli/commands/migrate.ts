import { type Command, Option } from 'commander'
import { invalid } from '../../kernel/errors.ts'
import { answerOne, say } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import type { Environment, PlaceFlags } from '../environment.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'
import { progressLine } from '../progress.ts'

const examples = `
The store moves while a server runs on the old place. For the last seconds it refuses writes, and from then on it takes none:
start it on the new place. The keys and the files of records stay where they are. The password may stand in PGPASSWORD or
~/.pgpass instead of the URL.

Files of records move by themselves, into a bucket and back. They are copied, each held against its hash, and nothing is taken
away. Stop the server before, and start it with the new --files-url. With PostgreSQL it may run meanwhile: then stop it and run
the command once more, for the files that came in between.

Examples:
  $ keepwatch migrate --to postgres://keepwatch@db.example.com/keepwatch --data /var/lib/keepwatch
  $ keepwatch migrate --from postgres://keepwatch@db.example.com/keepwatch --data /var/lib/keepwatch
  $ keepwatch migrate --to 's3://files/keepwatch?region=eu-central-1' --data /var/lib/keepwatch`

type Flags = PlaceFlags & { readonly to?: string; readonly from?: string }

type Wanted = { readonly direction: 'to' | 'from'; readonly url: string }

function wantedOf({ to, from }: Flags): Wanted {
  if (to !== undefined) return { direction: 'to', url: to }
  if (from !== undefined) return { direction: 'from', url: from }
  throw invalid(
    'say where to: --to URL moves into PostgreSQL or a bucket, --from URL back into the data folder',
  )
}

type Around = {
  readonly place: PlaceFlags
  readonly options: GlobalOptions
  readonly environment: Environment
}

async function moveStore({ direction, url }: Wanted, { place, options, environment }: Around) {
  const { show, end } = progressLine('Moving', options, environment)
  const offline = await environment.offline()
  const move = { direction, databaseUrl: url, progress: show }
  const moved = await offline.moveStore(move, place).finally(end)
  await answerOne(moved, options, environment)
  const start = direction === 'to' ? 'with --database-url' : 'without --database-url'
  say(
    `Start the server ${start} now: the old place takes nothing any more. The files of records stay in ${moved.files_in}.`,
    options,
    environment,
  )
}

async function moveFiles({ direction, url }: Wanted, { place, options, environment }: Around) {
  const { show, end } = progressLine('Copying files', options, environment)
  const offline = await environment.offline()
  const move = { direction, filesUrl: url, progress: show }
  const moved = await offline.moveFiles(move, place).finally(end)
  await answerOne(moved, options, environment)
  const start = direction === 'to' ? 'with this --files-url' : 'without --files-url'
  say(
    `Start the server ${start} now. What lies in ${moved.from} is still there: remove it when nobody needs it any more.`,
    options,
    environment,
  )
}

async function migrateStore(flags: Flags, command: Command, environment: Environment) {
  const { to: _, from: __, ...place } = flags
  const wanted = wantedOf(flags)
  const around = { place, options: globalOptions(command, environment), environment }
  return wanted.url.startsWith('s3:') ? moveFiles(wanted, around) : moveStore(wanted, around)
}

/** From one engine to the other, and back; files of records from the data folder into a bucket, and back. */
export const migrate: CliCommand = {
  name: 'migrate',
  add: (program, environment) => {
    program
      .command('migrate')
      .description(
        'move the store into PostgreSQL, or the files of records into a bucket, or back, and prove that all of it arrived',
      )
      .addOption(
        new Option(
          '--to <url>',
          'into this PostgreSQL database (postgres://…) or bucket (s3://…)',
        ).conflicts('from'),
      )
      .option('--from <url>', 'back from there into the data folder')
      .option('--data <folder>', 'the data folder (default ./data)')
      .addHelpText('after', examples)
      .action((flags: Flags, command: Command) => migrateStore(flags, command, environment))
  },
}
