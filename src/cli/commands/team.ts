import type { Command } from 'commander'
import {
  addTeam,
  addToTeam,
  findTeam,
  listTeams,
  removeFromTeam,
  removeTeam,
  renameTeam,
  renewTeam,
  showTeam,
} from '../../client/teams.ts'
import { checkFingerprint, findRecipient } from '../../client/transfer.ts'
import { answerList, answerOne } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { type OpenVault, openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'

const addExamples = `
A team has a key pair of its own, made here: its members open with it what is shared with the team, and nobody else does. Who makes
it is its first member; others are put in with "team user add" by somebody who is in it.

Examples:
  $ keepwatch team add Operations
  $ keepwatch team user add Operations bob@example.com
  $ keepwatch folder share FOLDER_UID --team Operations`

const removeUserExamples = `
The team gets new keys with the same step, and so do your own folders that it may open. The keys of other people's folders change when
their owners next put something into them, or with "folder renew-key". What somebody has read, they know.

Examples:
  $ keepwatch team user remove Operations bob@example.com`

type Asked = { readonly vault: OpenVault; readonly options: GlobalOptions }

/** Runs a command with an open vault; its last argument is the command itself. */
const within =
  (environment: Environment, work: (asked: Asked, args: readonly string[]) => Promise<void>) =>
  async (...given: readonly unknown[]) => {
    const options = globalOptions(given.at(-1) as Command, environment)
    const args = given.slice(0, -2).map(String)
    await work({ vault: await openVault(options, environment), options }, args)
  }

function addTeams(noun: Command, environment: Environment) {
  noun
    .command('add <name>')
    .description('make a team')
    .addHelpText('after', addExamples)
    .action(
      within(environment, async ({ vault, options }, [name = '']) =>
        answerOne(await addTeam(vault, name), options, environment),
      ),
    )
  noun
    .command('rename <team> <name>')
    .description('give a team another name')
    .addHelpText('after', exampleText('team rename Operations "Night shift"'))
    .action(
      within(environment, async ({ vault: { api }, options }, [team = '', name = '']) => {
        const { team_uid } = await findTeam(api, team)
        await answerOne(await renameTeam(api, team_uid, name), options, environment)
      }),
    )
  noun
    .command('remove <team>')
    .description('remove a team; what was shared with it stays with its owners')
    .addHelpText('after', exampleText('team remove Operations'))
    .action(
      within(environment, async ({ vault: { api }, options }, [team = '']) => {
        const { team_uid } = await findTeam(api, team)
        await answerOne(await removeTeam(api, team_uid), options, environment)
      }),
    )
}

function readTeams(noun: Command, environment: Environment) {
  noun
    .command('list')
    .description('the teams that there are')
    .addHelpText('after', exampleText('team list', 'team list --format json'))
    .action(
      within(environment, async ({ vault, options }) => {
        const things = await listTeams(vault.api)
        const columns = ['name', 'team_uid', 'members', 'is_member', 'created_at', 'key_due_since']
        await answerList({ columns, things }, options, environment)
      }),
    )
  noun
    .command('show <team>')
    .description('who is in a team, and the fingerprint of its key')
    .addHelpText('after', exampleText('team show Operations'))
    .action(
      within(environment, async ({ vault: { api }, options }, [name = '']) => {
        const { team_uid } = await findTeam(api, name)
        const { public_key: _, members, ...team } = await showTeam(api, team_uid)
        const emails = members.map(({ email }) => email)
        const shown = options.format === 'json' ? { members } : { members: emails.join(', ') }
        await answerOne({ ...team, ...shown }, options, environment)
      }),
    )
}

function addUser(user: Command, environment: Environment) {
  user
    .command('add <team> <email>')
    .description('put somebody into a team that you are in')
    .option('--fingerprint <text>', 'of their key, as `user key` shows it to them')
    .addHelpText('after', exampleText('team user add Operations bob@example.com'))
    .action(async (name: string, email: string, flags: Flags, command: Command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const to = await findRecipient(vault.api, email)
      if (flags.fingerprint) checkFingerprint(to, flags.fingerprint)
      const team = await findTeam(vault.api, name)
      await answerOne(await addToTeam(vault, team, to), options, environment)
    })
}

type Flags = { readonly fingerprint?: string }

function users(noun: Command, environment: Environment) {
  const user = noun.command('user').description('who is in a team')
  addUser(user, environment)
  user
    .command('remove <team> <email>')
    .description('take somebody out of a team; also yourself')
    .addHelpText('after', removeUserExamples)
    .action(
      within(environment, async ({ vault, options }, [name = '', email = '']) => {
        const team = await findTeam(vault.api, name)
        await answerOne(await removeFromTeam(vault, team, email), options, environment)
      }),
    )
}

function renew(noun: Command, environment: Environment) {
  noun
    .command('renew-keys <team>')
    .description('give a team that you are in new keys, after somebody left it by themselves')
    .addHelpText('after', exampleText('team renew-keys Operations'))
    .action(
      within(environment, async ({ vault, options }, [name = '']) => {
        const { team_uid } = await findTeam(vault.api, name)
        const { emails: _, ...renewed } = await renewTeam(vault, team_uid)
        await answerOne(renewed, options, environment)
      }),
    )
}

/** People who share folders together. */
export const team: CliCommand = {
  name: 'team',
  add: (program, environment) => {
    const noun = program.command('team').description('teams, which share folders')
    for (const part of [addTeams, readTeams, users, renew]) part(noun, environment)
  },
}
