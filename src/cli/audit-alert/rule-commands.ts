import type { Command } from 'commander'
import { addAlert, alertOf, listAlerts as readAlerts } from '../../client/alerts.ts'
import { invalid } from '../../kernel/errors.ts'
import type { Asked, Asking, Showing } from '../asking.ts'
import { exampleText } from '../example-text.ts'
import { alertHistory } from './history.ts'
import { alertSheet, inTable, listColumns, listedAlert, viewColumns } from './layout.ts'
import { addRuleOptions, type RuleFlags, ruleOf } from './options.ts'

const addExamples = `
An alert counts every event that its filter finds, from now on, and tells its recipients as often as its frequency says:
"event" every time, "5:event" every fifth time, "1:hour" once in an hour from the first. What comes in between is counted.

Examples:
  $ keepwatch audit-alert add --name "Blocked device" --audit-event app_client_access_denied --filter reason:ip_locked
  $ keepwatch audit-alert add --name "Many denials" --filter outcome:denied --group-by address --count 10 --within 5m --frequency 1:hour
  $ keepwatch audit-alert add --ready device-silent --severity critical
  $ keepwatch audit-alert recipient "Blocked device" add --name ops --email ops@example.com`

async function setActive(api: Parameters<typeof alertOf>[0], id: number, active: 'on' | 'off') {
  const alert = alertOf(api, String(id))
  await (active === 'on' ? alert.enable() : alert.disable())
}

/** Prints every alert. */
export async function listAlerts(call: Asked, show: Showing): Promise<void> {
  const all = (await readAlerts(call.api)).map(listedAlert)
  const isJson = call.options.format === 'json'
  await show.list(listColumns, isJson ? all : all.map(inTable), call)
}

function addLists(noun: Command, asked: Asking, show: Showing): void {
  noun
    .command('list')
    .alias('l')
    .description('every alert, how often it came true and how often it was sent')
    .option('--reload', 'changes nothing: the list is always read anew')
    .addHelpText('after', exampleText('audit-alert list'))
    .action(asked((call) => listAlerts(call, show)))
  noun
    .command('view [alert]')
    .alias('v')
    .description('one alert with its filter and recipients, or all of them')
    .option('--all', 'all alerts')
    .addHelpText('after', exampleText('audit-alert view 1'))
    .action(
      asked(async (call) => {
        const [name, flags] = call.args as [string | undefined, { all?: boolean }]
        if (name === undefined || flags.all) {
          const all = (await readAlerts(call.api)).map(listedAlert)
          return show.list(viewColumns, all, call)
        }
        const alert = await alertOf(call.api, name).show()
        await show.one(
          call.options.format === 'json' ? listedAlert(alert) : alertSheet(alert),
          call,
        )
      }),
    )
  noun
    .command('history <alert>')
    .alias('h')
    .description('when it was sent lately, and how often it came true each time')
    .addHelpText('after', exampleText('audit-alert history 1'))
    .action(
      asked(async (call) => {
        const { alert_uid } = await alertOf(call.api, String(call.args[0])).show()
        const rows = await alertHistory(call.api, alert_uid)
        await show.list(['alert_sent_at', 'occurrences', 'recipient'], rows, call)
      }),
    )
}

/** Making and changing alerts. */
export function addRuleCommands(noun: Command, asked: Asking, show: Showing): void {
  addLists(noun, asked, show)
  addRuleOptions(noun.command('add').alias('a'))
    .description('make an alert; it looks at what happens from now on')
    .addHelpText('after', addExamples)
    .action(
      asked(async (call) => {
        const [flags] = call.args as [RuleFlags]
        const rule = await ruleOf(flags)
        const { ready } = flags
        if (typeof rule['name'] !== 'string' && ready === undefined)
          throw invalid('name the alert with --name')
        const active = flags.active !== 'off'
        await show.one(
          await addAlert(call.api, { rule, active, ...(ready !== undefined && { ready }) }),
          call,
        )
      }),
    )
  addRuleOptions(noun.command('edit <alert>').alias('e'))
    .description('change an alert; what is not named stays')
    .addHelpText('after', exampleText('audit-alert edit 1 --frequency 1:hour'))
    .action(
      asked(async (call) => {
        const [name, flags] = call.args as [string, RuleFlags]
        const rule = await ruleOf(flags)
        const isRule = Object.keys(rule).length > 0
        if (!isRule && !flags.active) throw invalid('say what to change: --help shows the flags')
        const alert = alertOf(call.api, name)
        const shown = isRule ? await alert.change({ rule }) : await alert.show()
        if (flags.active) await setActive(call.api, shown.alert_id, flags.active)
        await show.one(
          { alert_id: shown.alert_id, alert_uid: shown.alert_uid, name: shown.name },
          call,
        )
      }),
    )
}
