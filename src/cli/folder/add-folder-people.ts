import { type Command, Option } from 'commander'
import { renewDueKeys, renewFolderKey } from '../../client/folder-key.ts'
import {
  changeFolderShare,
  folderPeople,
  shareFolder,
  unshareFolder,
} from '../../client/folder-people.ts'
import {
  changeTeamShare,
  folderTeams,
  shareWithTeam,
  unshareWithTeam,
  withFreshKeys,
} from '../../client/folder-teams.ts'
import { findTeam, showTeam } from '../../client/teams.ts'
import { checkFingerprint, findRecipient } from '../../client/transfer.ts'
import type { Vault } from '../../client/vault.ts'
import { invalid } from '../../kernel/errors.ts'
import { answerList, answerOne } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'

const examples = `
They see the folder with all that lies in it, also what comes later, in their own lists; with --editable they add records and change them,
which stay yours. A share ends with "folder unshare", which gives the folder another key; what they have read until then, they know.
They hand nothing on: only you share it with applications and with others.

Examples:
  $ keepwatch folder share FOLDER_UID --with bob@example.com
  $ keepwatch folder share FOLDER_UID --team Operations --editable`

type Whom = { readonly with?: string; readonly team?: string }

type Flags = Whom & {
  readonly editable?: true
  readonly readonly?: true
  readonly fingerprint?: string
}

const oneOf = ({ with: email, team }: Whom) => {
  if ((email === undefined) === (team === undefined))
    throw invalid('name somebody by --with, or a team by --team')
}

const withWhom = (command: Command) =>
  command
    .addOption(new Option('--with <email>', 'whom').conflicts('team'))
    .addOption(new Option('--team <name>', 'which team').conflicts('with'))

async function shareWithPerson(vault: Vault, folder_uid: string, flags: Flags) {
  const recipient = await findRecipient(vault.api, flags.with ?? '')
  if (flags.fingerprint) checkFingerprint(recipient, flags.fingerprint)
  const wanted = { folder_uid, editable: flags.editable === true }
  const people = await folderPeople(vault, folder_uid)
  const isThere = people.some(({ account_uid }) => account_uid === recipient.account_uid)
  return (isThere ? changeFolderShare : shareFolder)(vault, wanted, recipient)
}

async function shareWith(vault: Vault, folder_uid: string, flags: Flags) {
  if (flags.team === undefined) return shareWithPerson(vault, folder_uid, flags)
  const team = await findTeam(vault.api, flags.team)
  if (flags.fingerprint) {
    const { fingerprint } = await showTeam(vault.api, team.team_uid)
    checkFingerprint({ email: `team ${team.name}`, fingerprint }, flags.fingerprint)
  }
  const wanted = { folder_uid, editable: flags.editable === true }
  const isThere = (await folderTeams(vault, folder_uid)).some(
    ({ team_uid }) => team_uid === team.team_uid,
  )
  if (isThere) return changeTeamShare(vault, wanted, team)
  return shareWithTeam(vault, wanted, await withFreshKeys(vault, team))
}

function share(noun: Command, environment: Environment) {
  withWhom(noun.command('share <folder-uid>'))
    .description(
      'let somebody, or a team, into a shared folder (readonly unless said), or change what they may',
    )
    .addOption(
      new Option('--editable', 'they may add records and change them').conflicts('readonly'),
    )
    .addOption(new Option('--readonly', 'they may only read it').conflicts('editable'))
    .option('--fingerprint <text>', 'of their key, as `user key` or `team show` shows it')
    .addHelpText('after', examples)
    .action(async (folder_uid: string, flags: Flags, command: Command) => {
      oneOf(flags)
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      await answerOne(await shareWith(vault, folder_uid, flags), options, environment)
    })
}

async function unshareWith(vault: Vault, folder_uid: string, { with: email, team }: Whom) {
  if (team !== undefined) return unshareWithTeam(vault, folder_uid, await findTeam(vault.api, team))
  return unshareFolder(vault, folder_uid, email ?? '')
}

function unshare(noun: Command, environment: Environment) {
  withWhom(noun.command('unshare <folder-uid>'))
    .description(
      'take somebody, or a team, out of a shared folder, which gets another key; also yourself, out of one of somebody else',
    )
    .addHelpText(
      'after',
      exampleText(
        'folder unshare FOLDER_UID --with bob@example.com',
        'folder unshare FOLDER_UID --team Operations',
      ),
    )
    .action(async (folder_uid: string, whom: Whom, command: Command) => {
      oneOf(whom)
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      await answerOne(await unshareWith(vault, folder_uid, whom), options, environment)
    })
}

function people(noun: Command, environment: Environment) {
  noun
    .command('people <folder-uid>')
    .description('whom a shared folder is shared with, and which teams')
    .addHelpText('after', exampleText('folder people FOLDER_UID'))
    .action(async (folder_uid: string, _, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const teams = (await folderTeams(vault, folder_uid)).map(({ name, ...team }) => ({
        ...{ team: name, ...team },
      }))
      const things = [...(await folderPeople(vault, folder_uid)), ...teams]
      const columns = ['email', 'team', 'editable', 'created_at']
      await answerList({ columns, things }, options, environment)
    })
}

const renewExamples = `
Whoever was let in once and is not any more may have kept the folder's key. "folder unshare" changes it with the same step. It is due when
somebody left by themselves, was taken out of a team, or lost the account; then it changes when you next put something into the folder, or by this.
Devices go on. Without a folder all of yours whose key is due get another one.

Examples:
  $ keepwatch folder renew-key
  $ keepwatch folder renew-key FOLDER_UID`

function renew(noun: Command, environment: Environment) {
  noun
    .command('renew-key [folder-uid...]')
    .description('give shared folders another key')
    .addHelpText('after', renewExamples)
    .action(async (folders: readonly string[], _, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      for (const folder_uid of folders) await renewFolderKey(vault, folder_uid)
      const renewed = folders.length > 0 ? folders : await renewDueKeys(vault)
      const things = renewed.map((folder_uid) => ({ folder_uid }))
      await answerList({ columns: ['folder_uid'], things }, options, environment)
    })
}

/** How shared folders are shared with people and teams. */
export function addFolderPeople(noun: Command, environment: Environment): void {
  for (const part of [share, unshare, people, renew]) part(noun, environment)
}
