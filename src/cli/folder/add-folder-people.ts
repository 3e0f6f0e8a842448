import { type Command, Option } from 'commander'
import {
  changeFolderShare,
  folderPeople,
  shareFolder,
  unshareFolder,
} from '../../client/folder-people.ts'
import { checkFingerprint, findRecipient } from '../../client/transfer.ts'
import { answerList, answerOne } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'

const examples = `
They see the folder with all that lies in it, also what comes later, in their own lists. A share ends with "folder unshare"; what they
have read until then, they know. They hand nothing on: only you share it with applications and with others.

Examples:
  $ keepwatch folder share FOLDER_UID --with bob@example.com
  $ keepwatch folder share FOLDER_UID --with bob@example.com --editable`

type Flags = {
  readonly with: string
  readonly editable?: true
  readonly readonly?: true
  readonly fingerprint?: string
}

function share(noun: Command, environment: Environment) {
  noun
    .command('share <folder-uid>')
    .description(
      'let somebody into a shared folder (readonly unless said), or change what they may',
    )
    .requiredOption('--with <email>', 'whom')
    .addOption(new Option('--editable', 'they may change what lies in it').conflicts('readonly'))
    .addOption(new Option('--readonly', 'they may only read it').conflicts('editable'))
    .option('--fingerprint <text>', 'of their key, as `user key` shows it to them')
    .addHelpText('after', examples)
    .action(async (folder_uid: string, flags: Flags, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const recipient = await findRecipient(vault.api, flags.with)
      if (flags.fingerprint) checkFingerprint(recipient, flags.fingerprint)
      const wanted = { folder_uid, editable: flags.editable === true }
      const people = await folderPeople(vault, folder_uid)
      const isThere = people.some(({ account_uid }) => account_uid === recipient.account_uid)
      const shared = await (isThere ? changeFolderShare : shareFolder)(vault, wanted, recipient)
      await answerOne(shared, options, environment)
    })
}

function unshare(noun: Command, environment: Environment) {
  noun
    .command('unshare <folder-uid>')
    .description('take somebody out of a shared folder; also yourself, out of one of somebody else')
    .requiredOption('--with <email>', 'whom')
    .addHelpText('after', exampleText('folder unshare FOLDER_UID --with bob@example.com'))
    .action(async (folder_uid: string, flags: Flags, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      await answerOne(await unshareFolder(vault, folder_uid, flags.with), options, environment)
    })
}

function people(noun: Command, environment: Environment) {
  noun
    .command('people <folder-uid>')
    .description('whom a shared folder is shared with')
    .addHelpText('after', exampleText('folder people FOLDER_UID'))
    .action(async (folder_uid: string, _, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const things = await folderPeople(vault, folder_uid)
      const columns = ['email', 'editable', 'created_at']
      await answerList({ columns, things }, options, environment)
    })
}

/** How shared folders are shared with people. */
export function addFolderPeople(noun: Command, environment: Environment): void {
  share(noun, environment)
  unshare(noun, environment)
  people(noun, environment)
}
