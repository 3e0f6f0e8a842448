import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { knownNames, loadCatalog } from '../../src/events/catalog.ts'
import { envelopeFields } from '../../src/events/circumstances.ts'
import type { EventType } from '../../src/events/event-type.ts'
import { placeholdersOf, render } from '../../src/events/render.ts'

/** What holds for every event type, and how an event becomes a sentence. */

const folder = join(import.meta.dirname, '../../src/events/catalog')
const files = readdirSync(folder).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
)

const members = (
  await Promise.all(
    files.map(async (file) => {
      const exports = (await import(join(folder, file))) as Record<string, EventType>
      return Object.entries(exports).map(([exported, type]) => ({
        file,
        exported,
        type,
        name: type.name,
      }))
    }),
  )
).flat()

const camelCase = (name: string) =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const placeholder = (name: string) => `$\u007b${name}}`

describe.each(members)('$name', ({ file, exported, type }) => {
  test('is exported under its own name', () => expect(exported).toBe(camelCase(type.name)))

  test('lies in a file of its category', () =>
    expect(file).toMatch(new RegExp(`^${type.category.replaceAll('_', '-')}(-[a-z]+)?\\.ts$`)))

  test('has a title and a message for people', () => {
    expect(type.name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
    expect(type.title).toMatch(/^[A-Z]/)
    expect(type.message).not.toBe('')
  })

  test('asks in its messages only for what its events carry', () => {
    const carried = new Set<string>([...envelopeFields, ...Object.keys(type.fields.shape)])
    const messages = [type.message, ...Object.values(type.unless?.messages ?? {})]
    for (const message of messages)
      expect(placeholdersOf(message).filter((name) => !carried.has(name))).toEqual([])
  })

  test('chooses between messages by a field that it has', () => {
    const field = type.unless?.field
    if (field !== undefined) expect(Object.keys(type.fields.shape)).toContain(field)
  })

  test('does not declare a field of the envelope again', () => {
    const declared = Object.keys(type.fields.shape)
    expect(declared.filter((name) => (envelopeFields as readonly string[]).includes(name))).toEqual(
      [],
    )
  })

  test('has Keeper’s category if Keeper knows it', () => {
    const known = knownNames.find(({ name }) => name === type.name)
    if (known) expect(type.category).toBe(known.category)
  })
})

test('no two types have the same name', () => {
  expect(new Set(members.map(({ name }) => name)).size).toBe(members.length)
})

test('the catalogue is what lies in its folder', async () => {
  const names = [...(await loadCatalog()).keys()]
  expect(names.toSorted()).toEqual(members.map(({ name }) => name).toSorted())
})

test('all 316 names of Keeper’s catalogue are known, each once and with a category', () => {
  expect(knownNames).toHaveLength(316)
  expect(new Set(knownNames.map(({ name }) => name)).size).toBe(316)
  expect(knownNames.filter(({ category, title }) => !category || !title)).toEqual([])
})

/** The published sentences, word for word: people's parsers depend on them. */
const published: Readonly<Record<string, string>> = {
  app_record_shared:
    'User {username} shared record UID {secret_uid} with KSM application {app_uid}',
  app_folder_shared:
    'User {username} shared folder UID {secret_uid} with KSM application {app_uid}',
  app_record_removed:
    'User {username} removed record UID {secret_uid} from KSM application {app_uid}',
  app_folder_removed:
    'User {username} removed folder UID {secret_uid} from KSM application {app_uid}',
  app_record_share_changed:
    'User {username} changed share permissions for record UID {secret_uid} for KSM application {app_uid}',
  app_folder_share_changed:
    'User {username} changed share permissions for folder UID {secret_uid} for KSM application {app_uid}',
  app_client_added: 'User {username} added KSM device {device_name} to application {app_uid}',
  app_client_removed: 'User {username} removed KSM device {device_name} from application {app_uid}',
  app_client_connected:
    'KSM device {device_name} performed initial connect to application {app_uid}',
  app_client_access: 'KSM device {device_name} has accessed secrets from application {app_uid}',
  app_client_record_update: 'KSM device {device_name} has updated record UID {secret_uid}',
  app_client_access_denied:
    'Access denied to record UID {secret_uid} from device with blocked IP address {device_ip}',
}

test('the twelve events of Secrets Manager read as Keeper publishes them', async () => {
  const catalog = await loadCatalog()
  const ours = Object.fromEntries(
    Object.keys(published).map((name) => [name, catalog.get(name)?.message.replaceAll('$', '')]),
  )
  expect(ours).toEqual(published)
  expect(Object.keys(published)).toHaveLength(12)
})

test('a device turned away because of its address has Keeper’s own sentence', async () => {
  const denied = (await loadCatalog()).get('app_client_access_denied')
  expect(denied?.unless?.messages).not.toHaveProperty('ip_locked')
})

describe('render', () => {
  const text = fc.string({ unit: 'binary' })
  const hostile = fc.oneof(
    text,
    fc.constantFrom(placeholder('a'), placeholder('b'), '$&', '$1', '$$', "$'"),
  )

  test('puts every value in the place of its name, as it is, in one pass', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const message = `<${placeholder('a')}|${placeholder('b')}|${placeholder('a')}>`
        expect(render(message, { a, b })).toBe(`<${a}|${b}|${a}>`)
      }),
    )
  })

  test('prints nothing for a value that is missing', () => {
    fc.assert(
      fc.property(hostile, (a) => {
        expect(render(`${placeholder('a')}-${placeholder('missing')}-`, { a })).toBe(`${a}--`)
      }),
    )
  })

  test('leaves a message without placeholders as it is', () => {
    fc.assert(
      fc.property(
        text.filter((message) => !message.includes('$')),
        (message) => {
          expect(render(message, { a: 'value' })).toBe(message)
        },
      ),
    )
  })

  test('reads no names from the object’s prototype', () => {
    expect(render(placeholder('constructor'), {})).toBe('')
  })
})
