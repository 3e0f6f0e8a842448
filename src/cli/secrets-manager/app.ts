import type { Command } from 'commander'
import {
  createApplication,
  findApplication,
  listApplications,
  openApplication,
  removeApplication,
  renameApplication,
} from '../../client/applications.ts'
import { answerList, answerOne, say } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'
import { addAppPeople } from './app-people.ts'
import { instant, shownDevice } from './shown-device.ts'

type Opened = Awaited<ReturnType<typeof openApplication>>

function create(noun: Command, environment: Environment) {
  noun
    .command('create <name>')
    .addHelpText('after', exampleText('sm app create "Build servers"'))
    .description('make an application')
    .action(async (name: string, _, command) => {
      const options = globalOptions(command, environment)
      const made = await createApplication(await openVault(options, environment), name)
      await answerOne(made, options, environment)
    })
}

function list(noun: Command, environment: Environment) {
  noun
    .command('list')
    .addHelpText('after', exampleText('sm app list --format json'))
    .description('list the applications of your vault, and those that others share with you')
    .action(async (_, command) => {
      const options = globalOptions(command, environment)
      const applications = await listApplications(await openVault(options, environment))
      const things = applications.map(({ appKey, created_at, last_access_at, ...application }) => ({
        ...application,
        created_at: instant(created_at),
        last_access_at: instant(last_access_at),
      }))
      const columns = [
        ...['title', 'app_uid', 'records', 'folders', 'devices', 'last_access_at'],
        ...['owner', 'permission'],
      ]
      await answerList({ columns, things }, options, environment)
    })
}

/** What belongs to an application, a row each, for people. */
const parts = ({ owner, people, shares, devices }: Opened) => [
  { kind: 'person', uid: '', name: owner, state: 'owner' },
  ...people.map(({ account_uid, email, permission }) => ({
    kind: 'person',
    uid: account_uid,
    name: email,
    state: permission,
  })),
  ...shares.map(({ kind, secret_uid, editable }) => ({
    kind,
    uid: secret_uid,
    name: '',
    state: editable ? 'editable' : 'readonly',
  })),
  ...devices
    .map((device) => shownDevice(device, new Date()))
    .map(({ device_uid, device_name, state }) => ({
      kind: 'device',
      uid: device_uid,
      name: device_name,
      state,
    })),
]

async function show(opened: Opened, options: GlobalOptions, environment: Environment) {
  const { title, app_uid, created_at, owner, permission, people, shares, devices } = opened
  const application = { app_uid, title, created_at: instant(created_at), owner, permission }
  if (options.format !== 'json') {
    say(`Application ${title} (${app_uid})`, options, environment)
    const columns = ['kind', 'uid', 'name', 'state']
    return answerList({ columns, things: parts(opened) }, options, environment)
  }
  const whole = {
    ...application,
    people: people.map((one) => ({ ...one, created_at: instant(one.created_at) })),
    shares: shares.map((share) => ({ ...share, created_at: instant(share.created_at) })),
    devices: devices.map((device) => shownDevice(device, new Date())),
  }
  return answerOne(whole, options, environment)
}

function get(noun: Command, environment: Environment) {
  noun
    .command('get <name-or-uid>')
    .addHelpText('after', exampleText('sm app get "Build servers"'))
    .description('show an application with its shares, its devices and who holds it')
    .action(async (name: string, _, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const { app_uid } = await findApplication(vault, name)
      await show(await openApplication(vault, app_uid), options, environment)
    })
}

function update(noun: Command, environment: Environment) {
  noun
    .command('update <name-or-uid>')
    .addHelpText('after', exampleText('sm app update "Build servers" --name Builders'))
    .description('give an application another name')
    .requiredOption('--name <name>', 'its new name')
    .action(async (name: string, { name: title }: { name: string }, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const application = await findApplication(vault, name)
      await answerOne(await renameApplication(vault, application, title), options, environment)
    })
}

function remove(noun: Command, environment: Environment) {
  noun
    .command('remove <name-or-uid>')
    .addHelpText('after', exampleText('sm app remove "Build servers"', 'sm app remove UID --force'))
    .description('remove an application')
    .option('--force', 'also when it has devices or shares, which then go first', false)
    .action(async (name: string, { force }: { force: boolean }, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const { app_uid } = await findApplication(vault, name)
      const { devices, shares } = await removeApplication(vault, app_uid, { force })
      say(
        `Removed application ${app_uid}, ${devices} devices and ${shares} shares.`,
        options,
        environment,
      )
    })
}

/** `sm app create|list|get|update|remove|share|unshare`. */
export function addAppCommands(parent: Command, environment: Environment): void {
  const noun = parent.command('app').description('applications')
  for (const part of [create, list, get, update, remove, addAppPeople]) part(noun, environment)
}
