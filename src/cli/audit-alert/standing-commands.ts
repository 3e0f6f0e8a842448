import type { Command } from 'commander'
import { alertOf, listAlerts } from '../../client/alerts.ts'
import type { ApiClient } from '../../client/api.ts'
import { Failure, invalid } from '../../kernel/errors.ts'
import { askLine } from '../ask-line.ts'
import type { Asked, Asking, Showing } from '../asking.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'

type Which = { readonly all?: boolean; readonly from?: string; readonly to?: string }

const isBetween = (id: number, { from, to }: Which) =>
  id >= Number(from ?? 1) && id <= Number(to ?? Number.MAX_SAFE_INTEGER)

/** The alerts that a command is about: one, all, or those between two numbers. */
async function chosen(api: ApiClient, name: string | undefined, which: Which) {
  const isMany = which.all || which.from !== undefined || which.to !== undefined
  if ((name !== undefined) === isMany) throw invalid('name one alert, or give --all')
  if (name !== undefined) return [await alertOf(api, name).show()]
  return (await listAlerts(api)).filter(({ alert_id }) => isBetween(alert_id, which))
}

type Verb = 'enable' | 'disable' | 'remove' | 'resetCounts'

async function doTo({ api, args }: Asked, verb: Verb) {
  const [name, which] = args as [string | undefined, Which]
  const done = []
  for (const { alert_uid } of await chosen(api, name, which))
    done.push(await alertOf(api, alert_uid)[verb]())
  return done
}

const columns = ['alert_id', 'name', 'alert_uid']

async function demandYes(environment: Environment, many: number): Promise<void> {
  const answer = await askLine(`Delete ${many} alert(s)? [y/n] `, environment)
  if (!/^y(es)?$/i.test(answer.trim()))
    throw new Failure('conflict', 'nothing was deleted: answer y, or give --force')
}

function addDelete(noun: Command, asked: Asking, { show, environment }: Parts): void {
  noun
    .command('delete [alert]')
    .description('remove an alert with its recipients, several, or all')
    .option('--all', 'all alerts')
    .option('--from <id>', 'from this number on')
    .option('--to <id>', 'up to this number')
    .option('--force', 'do not ask')
    .addHelpText('after', exampleText('audit-alert delete 3 --force'))
    .action(
      asked(async (call) => {
        const [name, which] = call.args as [string | undefined, Which & { force?: boolean }]
        const found = await chosen(call.api, name, which)
        if (!which.force) await demandYes(environment, found.length)
        await show.list(columns, await doTo(call, 'remove'), call)
      }),
    )
}

type Parts = { readonly show: Showing; readonly environment: Environment }

/** Pausing, resuming, snoozing, counting anew, removing. */
export function addStandingCommands(noun: Command, asked: Asking, parts: Parts): void {
  const { show } = parts
  for (const [verb, description] of [
    ['enable', 'tell again, from the next event on'],
    ['disable', 'tell nobody; what comes true is counted'],
  ] as const)
    noun
      .command(`${verb} [alert]`)
      .description(description)
      .option('--all', 'all alerts')
      .addHelpText('after', exampleText(`audit-alert ${verb} 1`))
      .action(asked(async (call) => show.list(columns, await doTo(call, verb), call)))
  noun
    .command('reset-counts <alert>')
    .description('set the counters to zero')
    .addHelpText('after', exampleText('audit-alert reset-counts 1'))
    .action(asked(async (call) => show.list(columns, await doTo(call, 'resetCounts'), call)))
  noun
    .command('acknowledge <alert>')
    .alias('ack')
    .description('say that you have looked at what came true so far; the alert is no longer open')
    .option('--note <text>', 'what came of it, for the record')
    .addHelpText('after', exampleText('audit-alert acknowledge 1 --note "our own test"'))
    .action(
      asked(async (call) => {
        const [name, { note }] = call.args as [string, { note?: string }]
        await show.one(await alertOf(call.api, name).acknowledge(note), call)
      }),
    )
  noun
    .command('snooze <alert>')
    .description('tell nobody for a while, which always ends; `enable` ends it early')
    .option('--for <time>', 'how long, such as 30m, 2h or 1d; 30 days at most')
    .option('--until <time>', 'the end, such as 2026-12-01T08:00:00Z')
    .addHelpText('after', exampleText('audit-alert snooze 1 --for 2h'))
    .action(
      asked(async (call) => {
        const [name, flags] = call.args as [string, { for?: string; until?: string }]
        await show.one(await alertOf(call.api, name).snooze(flags), call)
      }),
    )
  addDelete(noun, asked, parts)
}
