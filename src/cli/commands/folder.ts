import type { Command } from 'commander'
import {
  addFolder,
  listFolders,
  moveFolder,
  type OpenedFolder,
  removeFolder,
} from '../../client/folders.ts'
import { answerList, answerOne, say } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { addFolderPeople } from '../folder/add-folder-people.ts'
import { globalOptions } from '../global-options.ts'

const examples = `
Examples:
  keepwatch folder add --name Production
  keepwatch folder add --name Databases --parent FOLDER_UID
  keepwatch folder remove FOLDER_UID --force`

const shown = ({ created_at, key_due_since, ...folder }: OpenedFolder) => ({
  ...folder,
  created_at: new Date(created_at).toISOString(),
  key_due_since: key_due_since === null ? null : new Date(key_due_since).toISOString(),
})

function add(noun: Command, environment: Environment) {
  noun
    .command('add')
    .description('make a shared folder, or one below another')
    .requiredOption('--name <name>', 'its name')
    .option('--parent <folder-uid>', 'the folder that it is to lie in')
    .addHelpText('after', examples)
    .action(async (folder: { name: string; parent?: string }, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      await answerOne(await addFolder(vault, folder), options, environment)
    })
}

function list(noun: Command, environment: Environment) {
  noun
    .command('list')
    .addHelpText('after', exampleText('folder list --format json'))
    .description('list the folders of your vault')
    .action(async (_, command) => {
      const options = globalOptions(command, environment)
      const folders = await listFolders(await openVault(options, environment))
      const columns = [
        ...['folder_uid', 'name', 'parent_uid', 'shared_folder_uid', 'owner', 'created_at'],
      ]
      await answerList({ columns, things: folders.map(shown) }, options, environment)
    })
}

function move(noun: Command, environment: Environment) {
  noun
    .command('move <folder-uid>')
    .addHelpText('after', exampleText('folder move UID --parent OTHER_UID'))
    .description('move a folder to another place in its shared folder')
    .requiredOption('--parent <folder-uid>', 'the folder that it is to lie in')
    .action(async (uid: string, { parent }: { parent: string }, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      await answerOne(await moveFolder(vault, uid, parent), options, environment)
    })
}

function remove(noun: Command, environment: Environment) {
  noun
    .command('remove <folder-uid>')
    .addHelpText('after', exampleText('folder remove UID', 'folder remove UID --force'))
    .description('remove a folder, from every application too')
    .option('--force', 'also when it holds records or folders, which then go with it', false)
    .action(async (uid: string, { force }: { force: boolean }, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const { folders, records } = await removeFolder(vault, uid, { force })
      say(`Removed ${folders} folders and ${records} records.`, options, environment)
    })
}

export const folder: CliCommand = {
  name: 'folder',
  add: (program, environment) => {
    const noun = program.command('folder').description('shared folders, and folders below them')
    for (const part of [add, list, move, remove, addFolderPeople]) part(noun, environment)
  },
}
