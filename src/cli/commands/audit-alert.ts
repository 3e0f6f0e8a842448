import { asking, showing } from '../asking.ts'
import { addBacktestCommands } from '../audit-alert/backtest-commands.ts'
import { addDeliveryCommands } from '../audit-alert/delivery-commands.ts'
import { addRecipientCommands } from '../audit-alert/recipient-command.ts'
import { addRuleCommands, listAlerts } from '../audit-alert/rule-commands.ts'
import { addStandingCommands } from '../audit-alert/standing-commands.ts'
import type { CliCommand } from '../command.ts'

/** What is watched, and who is told. */
export const auditAlert: CliCommand = {
  name: 'audit-alert',
  add: (program, environment) => {
    const noun = program
      .command('audit-alert')
      .aliases(['aa', 'alert'])
      .description('tell people when something happens that should not')
    const [asked, show] = [asking(environment), showing(environment)]
    noun.action(
      asked(async (call) => {
        if (call.options.format === 'table') noun.outputHelp()
        await listAlerts(call, show)
      }),
    )
    addRuleCommands(noun, asked, show)
    addRecipientCommands(noun, asked, show)
    addStandingCommands(noun, asked, { show, environment })
    addBacktestCommands(noun, asked, { show, environment })
    addDeliveryCommands(noun, asked, { show, environment })
  },
}
