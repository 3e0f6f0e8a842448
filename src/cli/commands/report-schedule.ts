import type { Command } from 'commander'
import { addSchedule, listSchedules, listWays, scheduleOf } from '../../client/report-schedules.ts'
import { type Asking, asking, type Showing, showing } from '../asking.ts'
import type { CliCommand } from '../command.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { writeFileWhole, writeStream } from '../print/output.ts'
import {
  addChangeOptions,
  addScheduleOptions,
  type ScheduleFlags,
  scheduleOfFlags,
} from '../report-schedule/flags.ts'

const examples = `
The report is made on the server, as you may read the log, and every run is an event. A time that the clock of the zone jumps over
is made up for at once; one that comes twice counts once. What was missed while no server ran is made up for by one run.

Examples:
  $ keepwatch report-schedule add weekly --report access-by-device --cron "0 7 * * MON" --timezone Europe/Berlin --email sec@example.com
  $ keepwatch report-schedule add denied --report denied --created last_24_hours --cron "0 6 * * *" --slack @slack-url
  $ keepwatch report-schedule add archive --report "All logins" --cron @daily --file-format ndjson --s3 bucket=reports --s3 region=eu-central-1 --s3 access_key_id=AKIA… --s3 secret_access_key=@s3-key`

const columns = ['name', 'report', 'cron', 'timezone', 'format', 'status', 'next', 'last', 'by']

type Schedule = Awaited<ReturnType<typeof listSchedules>>[number]

const lineOf = (schedule: Schedule) => ({
  ...schedule,
  by: schedule.ways.map(({ channel }) => channel).join(', '),
  last: schedule.last_run?.state ?? '',
})

function addChanging(noun: Command, asked: Asking, show: Showing): void {
  addScheduleOptions(noun.command('add <name>').description('send a report by the clock'))
    .addHelpText('after', examples)
    .action(
      asked(async (call) => {
        const [name, flags] = call.args as [string, ScheduleFlags]
        const { report = '', cron = '', created, limit, ...rest } = await scheduleOfFlags(flags)
        const fresh = { ...(created != null && { created }), ...(limit != null && { limit }) }
        const made = await addSchedule(call.api, { name, report, cron, ...fresh, ...rest })
        await show.one({ ...made }, call)
      }),
    )
  addChangeOptions(
    noun.command('edit <name>').description('change it; what is not named stays, secrets too'),
  )
    .addHelpText(
      'after',
      exampleText('report-schedule edit weekly --cron "0 8 * * MON" --not slack'),
    )
    .action(
      asked(async (call) => {
        const [name, flags] = call.args as [string, ScheduleFlags]
        const changed = await scheduleOf(call.api, name).change(await scheduleOfFlags(flags))
        await show.one({ ...changed }, call)
      }),
    )
}

const verbs = {
  show: 'what is sent when and where',
  pause: 'send nothing more until it is resumed',
  resume: 'go on with the next time that it is due',
  remove: 'remove it with its runs and their files',
  run: 'send it now as well',
} as const

function addVerbs(noun: Command, asked: Asking, show: Showing): void {
  for (const [verb, description] of Object.entries(verbs))
    noun
      .command(`${verb} <name>`)
      .description(description)
      .addHelpText('after', exampleText(`report-schedule ${verb} weekly`))
      .action(
        asked(async (call) => {
          const schedule = scheduleOf(call.api, String(call.args[0]))
          await show.one({ ...(await schedule[verb as keyof typeof verbs]()) }, call)
        }),
      )
}

const runColumns = ['run', 'state', 'due', 'cause', 'missed', 'rows', 'bytes', 'file', 'trouble']

function addLists(noun: Command, asked: Asking, show: Showing): void {
  noun
    .command('list')
    .description('the schedules that you may see')
    .addHelpText('after', exampleText('report-schedule list --format json'))
    .action(
      asked(async (call) => show.list(columns, (await listSchedules(call.api)).map(lineOf), call)),
    )
  noun
    .command('history <name>')
    .description('its runs, and who has their files; the newest first')
    .addHelpText('after', exampleText('report-schedule history weekly --format json'))
    .action(
      asked(async (call) => {
        const runs = await scheduleOf(call.api, String(call.args[0])).history()
        await show.list(runColumns, runs, call)
      }),
    )
  noun
    .command('ways')
    .description('what a report can be sent by, and the settings of each')
    .addHelpText('after', exampleText('report-schedule ways --format json'))
    .action(
      asked(async (call) => {
        const shown = (await listWays(call.api)).map(({ settings, ...way }) => ({
          ...way,
          settings: Object.keys((settings as { properties?: object }).properties ?? {}).join(', '),
          schema: settings,
        }))
        await show.list(['way', 'title', 'settings'], shown, call)
      }),
    )
}

async function* one(bytes: Uint8Array) {
  yield bytes
}

function addFile(noun: Command, asked: Asking, { stdout }: Environment): void {
  noun
    .command('file <name> <run>')
    .description('print the file that a run made, or write it with --output')
    .addHelpText('after', exampleText('report-schedule file weekly 12 --output weekly.csv'))
    .action(
      asked(async ({ api, args, options: { output } }) => {
        const [name, run] = args as [string, string]
        const content = one(await scheduleOf(api, name).file(run))
        await (output && output !== '-'
          ? writeFileWhole(content, output)
          : writeStream(content, stdout as NodeJS.WritableStream))
      }),
    )
}

/** Reports that are sent by the clock. */
export const reportSchedule: CliCommand = {
  name: 'report-schedule',
  add: (program, environment) => {
    const noun = program
      .command('report-schedule')
      .alias('rs')
      .description('send saved and ready-made reports by the clock, and keep what was sent')
    const [asked, show] = [asking(environment), showing(environment)]
    addChanging(noun, asked, show)
    addLists(noun, asked, show)
    addVerbs(noun, asked, show)
    addFile(noun, asked, environment)
  },
}
