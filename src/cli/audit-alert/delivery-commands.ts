import type { Command } from 'commander'
import { alertOf } from '../../client/alerts.ts'
import { Failure } from '../../kernel/errors.ts'
import { say } from '../answer.ts'
import type { Asking, Showing } from '../asking.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'

const testColumns = ['recipient', 'channel', 'arrived', 'status', 'latency_ms', 'answer']
const columns = [
  'created_at',
  'message_uid',
  'recipient',
  'channel',
  'status',
  'tries',
  'latency_ms',
  'answer',
]

type Parts = { readonly show: Showing; readonly environment: Environment }

/** Whether what is told arrives. */
export function addDeliveryCommands(
  noun: Command,
  asked: Asking,
  { show, environment }: Parts,
): void {
  noun
    .command('test <alert> [recipient]')
    .description('send a test to everybody who is told, or to one, and show the real answers')
    .addHelpText('after', exampleText('audit-alert test 1 ops'))
    .action(
      asked(async (call) => {
        const [name, recipient] = call.args as [string, string | undefined]
        const results = await alertOf(call.api, name).test(recipient)
        await show.list(testColumns, results, call)
        const lost = results.filter(({ arrived }) => !arrived).length
        if (lost > 0)
          throw new Failure('rejected', `${lost} of ${results.length} tests did not arrive`)
      }),
    )
  noun
    .command('deliveries <alert>')
    .description('what was sent lately: every attempt, what was answered and how long it took')
    .option('--resend [message]', 'send once more what was given up, or one message of it')
    .addHelpText('after', exampleText('audit-alert deliveries 1 --resend'))
    .action(
      asked(async (call) => {
        const [name, { resend }] = call.args as [string, { resend?: string | true }]
        const alert = alertOf(call.api, name)
        if (resend) {
          const { count } = await alert.resend(resend === true ? undefined : resend)
          say(`${count} messages are sent once more.`, call.options, environment)
        }
        const shown = (await alert.deliveries()).map((one) => ({
          ...one,
          tries: one.attempts.length,
          latency_ms: one.attempts.at(-1)?.latency_ms ?? '',
          answer: [one.attempts.at(-1)?.status ?? '', one.attempts.at(-1)?.answer ?? '']
            .join(' ')
            .trim(),
        }))
        await show.list(columns, shown, call)
      }),
    )
}
