import { type Command, Option } from 'commander'
import {
  type ApplicationPermission,
  letIntoFolders,
  shareApplication,
  unshareApplication,
} from '../../client/application-people.ts'
import { findApplication } from '../../client/applications.ts'
import { checkFingerprint, findRecipient } from '../../client/transfer.ts'
import { answerOne } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'

const examples = `
They see the application with its devices and what it reads; with --admin they also add and remove devices, change what it reads and who holds
it. Whoever adds a device can read with it what the application reads. Shared folders that it reads they are let into, to read, as Keeper Commander
does; --app-only leaves that out.

Examples:
  $ keepwatch sm app share Builds --email bob@example.com
  $ keepwatch sm app share Builds --email bob@example.com --admin --app-only`

type Flags = {
  readonly email: string
  readonly admin?: true
  readonly viewOnly?: true
  readonly appOnly?: true
  readonly fingerprint?: string
}

const wanted = ({ admin, viewOnly }: Flags): ApplicationPermission | undefined => {
  if (admin) return 'manage'
  return viewOnly ? 'view' : undefined
}

function share(noun: Command, environment: Environment) {
  noun
    .command('share <name-or-uid>')
    .description('let somebody else see an application, or manage it')
    .requiredOption('--email <email>', 'whom')
    .addOption(
      new Option('--admin', 'they may manage its devices and shares').conflicts('viewOnly'),
    )
    .addOption(
      new Option('--view-only', 'they may only see it, as without either').conflicts('admin'),
    )
    .option('--app-only', 'let them into no folder that it reads')
    .option('--fingerprint <text>', 'of their key, as `user key` shows it')
    .addHelpText('after', examples)
    .action(async (name: string, flags: Flags, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const application = await findApplication(vault, name)
      const recipient = await findRecipient(vault.api, flags.email)
      if (flags.fingerprint) checkFingerprint(recipient, flags.fingerprint)
      const sharing = { recipient, permission: wanted(flags) }
      const shared = await shareApplication(vault, application, sharing)
      const secrets = flags.appOnly
        ? {}
        : await letIntoFolders(vault, application.app_uid, recipient)
      await answerOne({ ...shared, ...secrets }, options, environment)
    })
}

const unshareExamples = exampleText('sm app unshare Builds --email bob@example.com')

function unshare(noun: Command, environment: Environment) {
  noun
    .command('unshare <name-or-uid>')
    .description(
      'take an application away from somebody again, or leave one of somebody else; folders and devices stay',
    )
    .requiredOption('--email <email>', 'from whom')
    .addHelpText('after', unshareExamples)
    .action(async (name: string, { email }: Flags, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const { app_uid } = await findApplication(vault, name)
      await answerOne(await unshareApplication(vault, app_uid, email), options, environment)
    })
}

/** How applications are shared with people. */
export function addAppPeople(noun: Command, environment: Environment): void {
  for (const part of [share, unshare]) part(noun, environment)
}
