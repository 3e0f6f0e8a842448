import type { CliCommand } from '../command.ts'
import { addAppCommands } from '../secrets-manager/app.ts'
import { addClientCommands } from '../secrets-manager/client.ts'
import { addShareCommands } from '../secrets-manager/share.ts'
import { addUsageCommand } from '../secrets-manager/usage.ts'

/** Applications, what is shared with them, and their devices: Commander's names and meanings. */
export const secretsManager: CliCommand = {
  name: 'secrets-manager',
  add: (program, environment) => {
    const noun = program
      .command('secrets-manager')
      .alias('sm')
      .description('applications, what is shared with them, and their devices')
    for (const part of [addAppCommands, addShareCommands, addClientCommands, addUsageCommand])
      part(noun, environment)
  },
}
