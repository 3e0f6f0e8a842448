import type { Command } from 'commander'
import { addTarget, listKinds, listTargets, targetOf } from '../../client/targets.ts'
import { answerList, answerOne, say, type Thing } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'
import { readSettings } from '../siem/settings.ts'

const examples = `
Every event is sent at least once, in order, and never dropped silently; a duplicate has the same event_id. A setting from a
file is NAME=@FILE, so that no secret stands on the command line. A target is made after a test message has arrived there, and
after the other targets were told of it.

Examples:
  $ keepwatch siem kinds
  $ keepwatch siem add splunk --kind splunk-hec --set url=https://splunk.example.com:8088 --set token=@hec-token
  $ keepwatch siem add logs --kind syslog --set host=logs.example.com --set ca=@ca.pem --filter 'category:ksm'
  $ keepwatch siem replay splunk --from 2026-11-01T00:00:00Z
  $ keepwatch siem dead-letters splunk --resend`

const append = (value: string, before: readonly string[] = []) => [...before, value]

type Flags = {
  readonly kind: string
  readonly set?: readonly string[]
  readonly filter?: string
  readonly coalesce?: string
  readonly test: boolean
}

const isNumber = (text: string) => /^\d{1,15}$/.test(text)
const place = (text: string) => (isNumber(text) ? Number(text) : text)

const columns = ['name', 'kind', 'status', 'lag_events', 'lag_seconds', 'dead_letters', 'reason']

/** A command of the noun: its options are read and a vault is opened. */
const asking =
  (environment: Environment) =>
  (
    work: (
      api: Awaited<ReturnType<typeof openVault>>['api'],
      args: readonly unknown[],
    ) => Promise<Thing>,
  ) =>
  async (...args: readonly unknown[]) => {
    const command = args.at(-1) as Command
    const options = globalOptions(command, environment)
    const { api } = await openVault(options, environment)
    await answerOne(await work(api, args), options, environment)
  }

type Answering = ReturnType<typeof asking>

const wishes = ({ filter, coalesce }: Pick<Flags, 'filter' | 'coalesce'>) => ({
  ...(filter !== undefined && { filter }),
  ...(coalesce !== undefined && { coalesce }),
})

function addChanging(noun: Command, answering: Answering): void {
  noun
    .command('add <name>')
    .description('export events to a new target, from now on')
    .requiredOption('--kind <kind>', 'what it is; `siem kinds` lists them')
    .option('--set <name=value>', 'a setting (repeatable)', append)
    .option('--filter <query>', 'only events that this query finds')
    .option(
      '--coalesce <time>',
      'have polling reads that are the same wait so long, and go as one event; off',
    )
    .option('--no-test', 'without a test message first')
    .addHelpText('after', examples)
    .action(
      answering(async (api, [name, flags]) => {
        const { kind, set = [], test, ...more } = flags as Flags
        const settings = await readSettings(set)
        const json = { name: String(name), kind, settings, ...wishes(more) }
        return addTarget(api, json, { test })
      }),
    )
  noun
    .command('change <name>')
    .description('change settings or the filter; what is not named stays')
    .addHelpText('after', exampleText('siem change splunk --set token=@new-token'))
    .option('--set <name=value>', 'a setting (repeatable)', append)
    .option('--filter <query>', 'only events that this query finds; empty for all')
    .option(
      '--coalesce <time>',
      'have polling reads that are the same wait so long, and go as one event; off',
    )
    .option('--no-test', 'without a test message first')
    .action(
      answering(async (api, [name, flags]) => {
        const { set = [], test, ...more } = flags as Flags
        const settings = await readSettings(set)
        const json = { settings, ...wishes(more) }
        return targetOf(api, String(name)).change(json, { test })
      }),
    )
}

const verbs = {
  show: 'what it is set to, how far it is, and how it fares',
  test: 'send a test message',
  pause: 'stop sending; its events are kept',
  resume: 'go on where it stopped',
  remove: 'remove it, with its position and its dead letters',
} as const

function addVerbs(noun: Command, answering: Answering): void {
  for (const [verb, description] of Object.entries(verbs))
    noun
      .command(`${verb} <name>`)
      .description(description)
      .addHelpText('after', exampleText(`siem ${verb} splunk`))
      .action(answering((api, [name]) => targetOf(api, String(name))[verb as keyof typeof verbs]()))
  noun
    .command('replay <name>')
    .description('send a part of the log once more, beside what happens now')
    .addHelpText('after', exampleText('siem replay splunk --from 0 --to 999'))
    .requiredOption('--from <seq or time>', 'the first event')
    .option('--to <seq or time>', 'the last one (default: the newest)')
    .action(
      answering((api, [name, flags]) => {
        const { from, to } = flags as { from: string; to?: string }
        const json = { from: place(from), ...(to !== undefined && { to: place(to) }) }
        return targetOf(api, String(name)).replay(json)
      }),
    )
}

function addLists(noun: Command, environment: Environment): void {
  const list = async (command: Command, names: readonly string[], things: readonly Thing[]) =>
    answerList({ columns: names, things }, globalOptions(command, environment), environment)
  const vault = (command: Command) => openVault(globalOptions(command, environment), environment)
  noun
    .command('list')
    .description('every target, how far behind it is and how it fares')
    .addHelpText('after', exampleText('siem list --format json'))
    .action(async (_, command: Command) => {
      const { api } = await vault(command)
      await list(command, columns, await listTargets(api))
    })
  noun
    .command('kinds')
    .description('what can be exported to, and the settings of each')
    .addHelpText('after', exampleText('siem kinds --format json'))
    .action(async (_, command: Command) => {
      const { api } = await vault(command)
      const kinds = await listKinds(api)
      const shown = kinds.map(({ settings, ...kind }) => ({
        ...kind,
        settings: Object.keys((settings as { properties?: object }).properties ?? {}).join(', '),
        schema: settings,
      }))
      await list(command, ['kind', 'title', 'settings'], shown)
    })
  noun
    .command('dead-letters <name>')
    .description('events that its receiver refused for good, and why')
    .addHelpText('after', exampleText('siem dead-letters splunk --resend'))
    .option('--resend', 'send them once more')
    .action(async (name: string, { resend }: { resend?: boolean }, command: Command) => {
      const target = targetOf((await vault(command)).api, name)
      if (resend) {
        const { count } = await target.resend()
        say(`${count} events are sent once more.`, globalOptions(command, environment), environment)
      }
      await list(command, ['seq', 'died_at', 'reason'], await target.deadLetters())
    })
}

/** Continuous exports. */
export const siem: CliCommand = {
  name: 'siem',
  add: (program, environment) => {
    const noun = program.command('siem').description('export every event to a SIEM, as it happens')
    const answering = asking(environment)
    addChanging(noun, answering)
    addLists(noun, environment)
    addVerbs(noun, answering)
  },
}
