import type { Command } from 'commander'
import { applyFieldSpecs } from '../../client/crypto/field-spec.ts'
import type { RecordData } from '../../client/crypto/record-data.ts'
import { findFolderPlace } from '../../client/folders.ts'
import {
  addRecord,
  getRecord,
  listRecords,
  type OpenedRecord,
  removeRecord,
  updateRecord,
} from '../../client/records.ts'
import { answerList, answerOne, say } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'
import { decoy } from '../record/decoy.ts'
import { addFiles, download, file, filesAt } from '../record/files.ts'
import { links } from '../record/links.ts'

type Content = {
  readonly title?: string
  readonly type?: string
  readonly field?: readonly string[]
  readonly notes?: string
  readonly file?: readonly string[]
}

const examples = `
Examples:
  keepwatch record add --title "Database" --field login=app --field password=s3cret
  keepwatch record add --title "API" --type login --folder FOLDER_UID --field url=https://api.example.com
  keepwatch record update UID --field password=n3w`

const collect = (value: string, before: readonly string[] = []) => [...before, value]

const withContent = (command: Command) =>
  command
    .option('--type <type>', 'record type')
    .option(
      '--field <name=value>',
      'a field; repeat for more (c.text.Label=value for a custom one)',
      collect,
    )
    .option('--notes <text>', 'free text')
    .option('--file <path>', 'a file to hang on it; repeat for more', collect)

const changed = (record: RecordData, { title, type, notes, field = [] }: Content): RecordData =>
  applyFieldSpecs(
    { ...record, ...(title && { title }), ...(type && { type }), ...(notes && { notes }) },
    field,
  )

const shown = ({ record_uid, revision, folder_uid, modified_at, record }: OpenedRecord) => ({
  record_uid,
  title: record.title,
  type: record.type,
  folder_uid,
  revision,
  modified_at: new Date(modified_at).toISOString(),
})

function add(noun: Command, environment: Environment) {
  withContent(noun.command('add'))
    .description('add a record')
    .requiredOption('--title <title>', 'title')
    .option('--folder <uid>', 'the folder to put it in')
    .addHelpText('after', examples)
    .action(async ({ folder, ...content }: Content & { folder?: string }, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const empty: RecordData = { title: '', type: 'login', fields: [], custom: [] }
      const place = folder ? await findFolderPlace(vault, folder) : undefined
      const wanted = await filesAt(content.file)
      const { record_uid, revision } = await addRecord(vault, changed(empty, content), place)
      const files = await addFiles(vault, record_uid, wanted)
      const made = { record_uid, revision: revision + files.length }
      await answerOne({ ...made, ...(files.length > 0 && { files }) }, options, environment)
    })
}

function update(noun: Command, environment: Environment) {
  withContent(noun.command('update <record-uid>'))
    .addHelpText(
      'after',
      exampleText('record update UID --field password=n3w', 'record update UID --title "New name"'),
    )
    .description('change a record; what is not named stays')
    .option('--title <title>', 'title')
    .action(async (uid: string, content: Content, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const wanted = await filesAt(content.file)
      const { revision } = await updateRecord(vault, uid, (record) => changed(record, content))
      const files = await addFiles(vault, uid, wanted)
      const made = { record_uid: uid, revision: revision + files.length }
      await answerOne({ ...made, ...(files.length > 0 && { files }) }, options, environment)
    })
}

function read(noun: Command, environment: Environment) {
  noun
    .command('get <record-uid>')
    .addHelpText('after', exampleText('record get UID', 'record get UID --format json'))
    .description('show a record')
    .action(async (uid: string, _, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      const { record, files, ...opened } = await getRecord(vault, uid)
      const attached = files.length > 0 && { files }
      await answerOne(
        { ...shown({ record, ...opened }), ...record, ...attached },
        options,
        environment,
      )
    })

  noun
    .command('list')
    .addHelpText(
      'after',
      exampleText('record list', 'record list --format csv --output records.csv'),
    )
    .description('list the records of your vault')
    .action(async (_, command) => {
      const options = globalOptions(command, environment)
      const records = await listRecords(await openVault(options, environment))
      const columns = ['record_uid', 'title', 'type', 'folder_uid', 'revision', 'modified_at']
      await answerList({ columns, things: records.map(shown) }, options, environment)
    })
}

function remove(noun: Command, environment: Environment) {
  noun
    .command('remove <record-uid...>')
    .addHelpText('after', exampleText('record remove UID'))
    .description('remove records, from every application too')
    .action(async (uids: readonly string[], _, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      for (const uid of uids) {
        await removeRecord(vault, uid)
        say(`Removed record ${uid}.`, options, environment)
      }
    })
}

export const record: CliCommand = {
  name: 'record',
  add: (program, environment) => {
    const noun = program.command('record').description('records of your vault')
    for (const part of [add, update, read, download, file, links, remove, decoy])
      part(noun, environment)
  },
}
