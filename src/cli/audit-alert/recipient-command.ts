import type { Command } from 'commander'
import { alertOf, listChannels } from '../../client/alerts.ts'
import { invalid } from '../../kernel/errors.ts'
import type { Asked, Asking, Showing } from '../asking.ts'
import { exampleText } from '../example-text.ts'
import { recipientThing } from './layout.ts'
import { addRecipientOptions, type RecipientFlags, recipientOf } from './recipient-options.ts'

const examples = `
The recipient * is whoever caused the event: it is off at first, and told by mail.

Examples:
  $ keepwatch audit-alert recipient "Blocked device"
  $ keepwatch audit-alert recipient "Blocked device" add --name ops --email ops@example.com
  $ keepwatch audit-alert recipient 1 add --name hook --webhook https://hooks.example.com/in --http-body @body.json
  $ keepwatch audit-alert recipient 1 add --name team --channel slack --set url=@slack-url
  $ keepwatch audit-alert recipient 1 disable ops
  $ keepwatch audit-alert recipient 1 enable "*"
  $ keepwatch audit-alert recipient 1 delete hook`

const columns = ['id', 'name', 'status', 'told_by', 'trouble']

type Call = {
  readonly alert: ReturnType<typeof alertOf>
  readonly recipient: string
  readonly flags: RecipientFlags
}

const verbs: Readonly<Record<string, (call: Call) => Promise<object>>> = {
  async add({ alert, flags }) {
    const given = await recipientOf(flags)
    const { name = flags.email ?? flags.phone ?? flags.webhook ?? flags.channel, ways = {} } = given
    if (name === undefined) throw invalid('recipient add: name the recipient with --name')
    return alert.recipients.add({ ...given, name, ways })
  },
  edit: async ({ alert, recipient, flags }) =>
    alert.recipients.change(recipient, await recipientOf(flags)),
  enable: ({ alert, recipient }) => alert.recipients.change(recipient, { disabled: false }),
  disable: ({ alert, recipient }) => alert.recipients.change(recipient, { disabled: true }),
  delete: ({ alert, recipient }) => alert.recipients.remove(recipient),
}

async function changeRecipient({ api, args }: Asked): Promise<object> {
  const [alert, action, recipient, flags] = args as [string, string, string?, RecipientFlags?]
  const verb = verbs[action]
  if (!verb) throw invalid(`recipient: the action is one of ${Object.keys(verbs).join(', ')}`)
  if (action !== 'add' && recipient === undefined)
    throw invalid(`recipient ${action}: name the recipient, by number or name`)
  return verb({ alert: alertOf(api, alert), recipient: recipient ?? '', flags: flags ?? {} })
}

/** Who is told, and by what. */
export function addRecipientCommands(noun: Command, asked: Asking, show: Showing): void {
  const recipient = noun
    .command('recipient <alert> [action] [recipient]')
    .alias('r')
    .description('who is told: show, add, edit, enable, disable or delete recipients of an alert')
    .addHelpText('after', examples)
  addRecipientOptions(recipient).action(
    asked(async (call) => {
      const [alert, action] = call.args
      if (action !== undefined) return show.one({ ...(await changeRecipient(call)) }, call)
      const { recipients } = await alertOf(call.api, String(alert)).show()
      await show.list(columns, recipients.map(recipientThing), call)
    }),
  )
  noun
    .command('channels')
    .description('what can be told by, and the settings of each')
    .addHelpText('after', exampleText('audit-alert channels --format json'))
    .action(
      asked(async (call) => {
        const shown = (await listChannels(call.api)).map(({ settings, ...channel }) => ({
          ...channel,
          settings: Object.keys((settings as { properties?: object }).properties ?? {}).join(', '),
          schema: settings,
        }))
        await show.list(['channel', 'title', 'settings'], shown, call)
      }),
    )
}
