import type { Command } from 'commander'
import { backtestAlert, listReady } from '../../client/alerts.ts'
import { say } from '../answer.ts'
import type { Asking, Showing } from '../asking.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { addRuleOptions, type RuleFlags, readCount, ruleOf } from './options.ts'

type Parts = { readonly show: Showing; readonly environment: Environment }

const examples = exampleText(
  'audit-alert backtest "Many denials" --days 30',
  'audit-alert backtest "Many denials" --count 20 --within 10m',
  'audit-alert backtest --filter outcome:denied --group-by address --count 10 --within 5m',
)

/** Trying an alert on the past, and those that come with the product. */
export function addBacktestCommands(
  noun: Command,
  asked: Asking,
  { show, environment }: Parts,
): void {
  addRuleOptions(noun.command('backtest [alert]'))
    .description('how often an alert, changed or not yet made, would have come true in the past')
    .option('--days <number>', 'how far back (default 90)', readCount)
    .addHelpText('after', examples)
    .action(
      asked(async (call) => {
        const [alert, flags] = call.args as [string | undefined, RuleFlags & { days?: number }]
        const { ready, days } = flags
        const given = {
          ...(alert !== undefined && { alert }),
          ...(ready !== undefined && { ready }),
        }
        const rule = await ruleOf(flags)
        const found = await backtestAlert(call.api, {
          ...given,
          rule,
          ...(days !== undefined && { days }),
        })
        if (call.options.format === 'json') return show.one(found, call)
        const { occurrences, would_have_sent, days: span, events, groups } = found
        const sentence = `In ${span} days (${events} events) it would have come true ${occurrences} times and been sent ${would_have_sent} times.`
        say(sentence, call.options, environment)
        await show.list(['group', 'occurrences', 'would_have_sent'], groups, call)
      }),
    )
  noun
    .command('ready')
    .description('the ready-made alerts, to be made with `add --ready`')
    .addHelpText('after', exampleText('audit-alert ready'))
    .action(
      asked(async (call) =>
        show.list(['ready', 'severity', 'title', 'description'], await listReady(call.api), call),
      ),
    )
}
