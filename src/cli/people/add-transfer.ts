import { type Command, Option } from 'commander'
import { checkFingerprint, findRecipient, transfer } from '../../client/transfer.ts'
import { invalid } from '../../kernel/errors.ts'
import { answerOne } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'

const transferExamples = `
Whoever leaves does it themselves, before the account is locked: nobody else has the keys, not even the server. Devices go on reading without
noticing. What does not change hands: private reports, scheduled reports, API tokens, the master password. What they have read, they know.

Examples:
  $ keepwatch user transfer --to bob@example.com --all
  $ keepwatch user transfer --to bob@example.com RECORD_UID SHARED_FOLDER_UID APP_UID --fingerprint "3f9a 01c2 …"`

type Flags = { readonly to: string; readonly all?: true; readonly fingerprint?: string }

function addKey(noun: Command, environment: Environment): void {
  noun
    .command('key <email>')
    .description('the fingerprint of the key that is used to hand somebody something')
    .addHelpText('after', exampleText('user key bob@example.com'))
    .action(async (email: string, _, command: Command) => {
      const options = globalOptions(command, environment)
      const { api } = await openVault(options, environment)
      const { account_uid, email: known, fingerprint } = await findRecipient(api, email)
      await answerOne({ account_uid, email: known, fingerprint }, options, environment)
    })
}

/** How one's own things change hands. */
export function addTransfer(noun: Command, environment: Environment): void {
  addKey(noun, environment)
  noun
    .command('transfer [uid...]')
    .description('hand your records, shared folders and applications over to somebody')
    .requiredOption('--to <email>', 'the new owner')
    .addOption(new Option('--all', 'the whole vault'))
    .option('--fingerprint <text>', 'of their key, as `user key` shows it to them')
    .addHelpText('after', transferExamples)
    .action(async (uids: readonly string[], { to, all, fingerprint }: Flags, command: Command) => {
      if ((all === true) === uids.length > 0) throw invalid('name what to hand over, or give --all')
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const recipient = await findRecipient(vault.api, to)
      if (fingerprint) checkFingerprint(recipient, fingerprint)
      const { email, records, folders, applications, left } = await transfer(
        vault,
        recipient,
        all ? 'all' : uids,
      )
      await answerOne({ to: email, records, folders, applications, left }, options, environment)
    })
}
