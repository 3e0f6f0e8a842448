import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command, Option } from 'commander'
import { createProgram } from '../src/cli/program.ts'
import { loadCatalog } from '../src/events/catalog.ts'
import { envelopeFields } from '../src/events/circumstances.ts'
import type { EventType } from '../src/events/event-type.ts'
import { personalFields } from '../src/events/field.ts'
import { vocabularyOf } from '../src/events/vocabulary.ts'
import type { TargetType } from '../src/exports/target.ts'
import { targetKinds } from '../src/exports/target-kinds.ts'
import { loadFamily } from '../src/kernel/family.ts'
import type { Field } from '../src/query/field.ts'
import { settings } from '../src/query/setting.ts'
import { readmeWithClients } from './clients-table.ts'
import { commanderPage } from './commander-table.ts'
import { guideWithPermissions, permissionsPage } from './permissions-table.ts'

/** The reference, from the catalogue and the commands themselves. `npm run docs` writes it; a test fails on a difference. */

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const code = (text: string) => `\`${text}\``

const fieldName = (name: string) => (personalFields.has(name) ? `${code(name)} ᵖ` : code(name))

const messagesOf = ({ message, unless }: EventType) =>
  [
    message,
    ...Object.entries(unless?.messages ?? {}).map(([when, text]) => `${when}: ${text}`),
  ].join('<br>')

async function eventsPage(): Promise<string> {
  const types = [...(await loadCatalog()).values()].sort((a, b) => a.name.localeCompare(b.name))
  const categories = [...new Set(types.map(({ category }) => category))].sort()
  const section = (category: string) =>
    [
      `## ${category}`,
      table(
        ['event', 'severity', 'outcome', 'fields', 'message'],
        types
          .filter((type) => type.category === category)
          .map((type) => [
            `${code(type.name)}<br>${type.title}`,
            type.severity,
            type.outcome,
            Object.keys(type.fields.shape).map(fieldName).join(', '),
            messagesOf(type),
          ]),
      ),
    ].join('\n\n')
  return [
    '# Events',
    'Generated from `src/events/catalog` by `npm run docs`. Every event also carries these, as far as they are known:',
    envelopeFields.map(fieldName).join(', '),
    'ᵖ: personal. The leaf holds a salted commitment; the value can be erased without touching the proof.',
    ...categories.map(section),
  ].join('\n\n')
}

const optionRow = ({ flags, description, defaultValue }: Option) => [
  code(flags),
  `${description}${defaultValue === undefined ? '' : ` (default ${JSON.stringify(defaultValue)})`}`,
]

function commandSection(command: Command, parents: readonly string[]): readonly string[] {
  const names = [...parents, command.name()]
  const usage = `${names.join(' ')} ${command.usage()}`
  const alias =
    command.aliases().length > 0 ? ` Also ${command.aliases().map(code).join(', ')}.` : ''
  const own = [
    `## ${names.slice(1).join(' ') || 'keepwatch'}`,
    `${command.description()}${alias}`,
    `    ${usage}`,
    ...(command.options.length > 0 ? [table(['flag', ''], command.options.map(optionRow))] : []),
  ]
  const children = command.commands.toSorted((a, b) => a.name().localeCompare(b.name()))
  return [...own, ...children.flatMap((child) => commandSection(child, names))]
}

async function commandsPage(): Promise<string> {
  const program = await createProgram({
    variables: {},
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    interrupted: () => new AbortController().signal,
    serve: async () => {},
  } as unknown as Parameters<typeof createProgram>[0])
  const intro =
    'Generated from the commands themselves by `npm run docs`. The flags of `keepwatch` itself go with every command.'
  return ['# Commands', intro, ...commandSection(program, [])].join('\n\n')
}

const queryFieldRow = ({ name, aliases = [], kind, of, about }: Field) => [
  [name, ...aliases].map(code).join(', '),
  kind,
  of.map(code).join(', '),
  about,
]

async function queryPage(): Promise<string> {
  const { fields } = vocabularyOf(await loadCatalog())
  const all = [...new Set(fields.values())]
  const isOwn = ({ name, of, aliases }: Field) =>
    !aliases && of.length === 1 && name.replace(/^\./, '') === of[0]
  const own = all.filter((field) => isOwn(field)).sort((a, b) => a.name.localeCompare(b.name))
  const head = ['field', 'kind', 'looks into', '']
  return [
    '# Fields of a query',
    'Generated from `src/query` and the catalogue by `npm run docs`. What the kinds mean: [the guide](../guides/query.md).',
    table(head, all.filter((field) => !isOwn(field)).map(queryFieldRow)),
    'Fields of events by their own names:',
    table(
      ['field', 'kind'],
      own.map(({ name, kind }) => [code(name), kind]),
    ),
    'Settings:',
    table(
      ['in a text', 'in JSON', 'without it'],
      Object.entries(settings).map(([key, { name, usual = '' }]) => [code(name), code(key), usual]),
    ),
  ].join('\n\n')
}

type Kind = ReturnType<typeof targetKinds>[number]
type Setting = Kind['settings']['properties'][string]

const trustNames = ['ca', 'pin', 'client_certificate', 'client_key']

function settingRow(name: string, setting: Setting, isRequired: boolean): readonly string[] {
  const marks = [isRequired && 'required', setting.secret && 'secret'].filter(Boolean)
  const usual = setting.default === undefined ? '' : code(String(setting.default))
  const values = setting.enum ? `: ${setting.enum.map((one) => code(String(one))).join(', ')}` : ''
  return [code(name), `${setting.title ?? ''}${values}`, usual, marks.join(', ')]
}

const settingHead = ['setting', '', 'default', '']

function kindSection({ kind, title, settings }: Kind): readonly string[] {
  const { properties, required = [] } = settings
  const own = Object.entries(properties).filter(([name]) => !trustNames.includes(name))
  const isTls = trustNames.every((name) => name in properties)
  return [
    `## ${kind}`,
    `${title}.${isTls ? ' Also the four of TLS.' : ''}`,
    table(
      settingHead,
      own.map(([name, setting]) => settingRow(name, setting, required.includes(name))),
    ),
  ]
}

async function targetsPage(): Promise<string> {
  const types = await loadFamily<TargetType>(join(import.meta.dirname, '../src/exports/targets'))
  const kinds = targetKinds({ types })
  const tls = kinds.find(({ kind }) => kind === 'https')?.settings.properties ?? {}
  return [
    '# Kinds of export targets',
    'Generated from the kinds themselves by `npm run docs`. How to set one up: [the guide](../guides/export-to-a-siem.md). Secrets are kept sealed and never shown again.',
    ...kinds.flatMap(kindSection),
    '## TLS',
    'Of every kind that speaks it. A certificate is always verified.',
    table(
      settingHead,
      trustNames.flatMap((name) => {
        const setting = tls[name]
        return setting ? [settingRow(name, setting, false)] : []
      }),
    ),
  ].join('\n\n')
}

const folder = join(import.meta.dirname, 'reference')
const commanderFile = (ending: string) => join(folder, `commander-commands.${ending}`)
const readme = join(import.meta.dirname, '../README.md')
const people = join(import.meta.dirname, 'guides/people.md')

/** Each page of the reference with the text that it should have. */
export const referencePages = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([
    [join(folder, 'events.md'), `${await eventsPage()}\n`],
    [join(folder, 'commands.md'), `${await commandsPage()}\n`],
    [join(folder, 'query-fields.md'), `${await queryPage()}\n`],
    [join(folder, 'export-targets.md'), `${await targetsPage()}\n`],
    [join(folder, 'permissions.md'), `${permissionsPage()}\n`],
    [commanderFile('md'), `${await commanderPage(commanderFile('json'))}\n`],
    [people, await guideWithPermissions(people)],
    [readme, await readmeWithClients(readme, join(folder, 'clients'))],
  ])

if (import.meta.main) for (const [file, text] of await referencePages()) await writeFile(file, text)
