import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { knownNames, loadCatalog } from '../../src/events/catalog.ts'
import { envelopeFields } from '../../src/events/circumstances.ts'
import { importedName, importedPrefixes } from '../../src/events/imported.ts'
import { flatEntry } from '../../src/foreign/flat-entry.ts'
import { loadFormats, recognise } from '../../src/foreign/formats.ts'
import { knownFields } from '../../src/foreign/known-fields.ts'
import { openLogFile } from '../../src/foreign/log-file.ts'
import { parseEntries } from '../../src/foreign/parse-entries.ts'
import { Failure } from '../../src/kernel/errors.ts'
import { sample } from '../support/imported-samples.ts'

/** What holds for every kind of log that can be imported, and for the names that its events get. */

const folder = join(import.meta.dirname, '../../src/foreign/formats')
const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''))
const formats = await loadFormats()

/** A file of each, after the product's published format. */
const sampleOf: Readonly<Record<string, string>> = {
  keeper: 'keeper-siem.ndjson',
  vault: 'vault.ndjson',
  openbao: 'vault.ndjson',
  cloudtrail: 'cloudtrail.json',
  infisical: 'infisical.json',
  bitwarden: 'bitwarden.json',
}

async function entriesOf(name: string): Promise<readonly object[]> {
  const wrappers = formats.get(name)?.wrappers ?? []
  const { entries, columns } = await openLogFile(sample(sampleOf[name] ?? ''), { wrappers })
  const texts = (await Array.fromAsync(entries)).map(({ text = '' }) => text)
  return parseEntries(texts, { columns }).filter((entry) => !(entry instanceof Failure))
}

test('every file of formats/ is a format of its own name, with a sample', () => {
  expect([...formats.keys()].toSorted()).toEqual(files.toSorted())
  expect(Object.keys(sampleOf).toSorted()).toEqual(files.toSorted())
})

describe.each([...formats.values()])('$name', (format) => {
  test('has a title and a prefix that is set apart for imports', () => {
    expect(format.title).toMatch(/^[A-Z]/)
    expect(importedPrefixes).toContain(format.prefix)
  })

  test('reads its sample: what, when and how it ended', async () => {
    const entries = await entriesOf(format.name)
    expect(entries.length).toBeGreaterThan(1)
    for (const entry of entries) {
      const { name, at, outcome } = format.read(flatEntry(entry))
      expect(name).not.toBe('')
      expect(at.getUTCFullYear()).toBe(2025)
      expect(['success', 'denied', 'failure']).toContain(outcome)
    }
  })

  test('fills only fields that an import may fill', async () => {
    for (const entry of await entriesOf(format.name))
      for (const field of Object.keys(format.read(flatEntry(entry)).fields))
        expect(knownFields).toContain(field)
  })

  test('refuses what is no entry of it in a sentence that repeats nothing', () => {
    for (const entry of [{}, { secret: 'hunter2' }, { time: 'hunter2', timestamp: 'hunter2' }])
      expect(() => format.read(flatEntry(entry))).toThrow(/^it does not say what happened$/)
  })

  test('recognises its own sample and no other', async () => {
    for (const entry of await entriesOf(format.name)) {
      const seen = recognise(formats, entry)?.name
      expect(seen).toBe(format.name === 'openbao' ? 'vault' : format.name)
    }
  })
})

test('no event of ours, and none of Keeper’s, begins as imported events do', async () => {
  const names = [...(await loadCatalog()).keys(), ...knownNames.map(({ name }) => name)]
  const taken = names.filter((name) => importedPrefixes.some((at) => name.startsWith(`${at}_`)))
  expect(taken).toEqual([])
})

test('no type of ours has the field that marks an import, or one that looks like a foreign one', async () => {
  const fields = [...(await loadCatalog()).values()].flatMap(({ fields }) =>
    Object.keys(fields.shape),
  )
  expect(fields.filter((name) => name === 'imported_from' || name.startsWith('x_'))).toEqual([])
})

test('an import cannot fill what only the log itself knows', async () => {
  const own = new Set([
    'served',
    'served_count',
    'note',
    'root',
    'origin',
    'size',
    'seq',
    'salts',
    'erased',
    'message',
  ])
  const theirs = new Set(['username', 'remote_address', 'client_version'])
  const envelope = envelopeFields.filter((name) => !theirs.has(name))
  expect(
    knownFields.filter((name) => own.has(name) || (envelope as string[]).includes(name)),
  ).toEqual([])
})

test('the name of an imported event is Keeper’s own, or cannot be one of ours', async () => {
  const catalog = await loadCatalog()
  const known = new Set(knownNames.map(({ name }) => name))
  for (const prefix of importedPrefixes)
    for (const original of [...catalog.keys(), ...known, 'GetSecretValue', '../..', '']) {
      const name = importedName(prefix, original)
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
      if (catalog.has(name) || known.has(name))
        expect([prefix, known.has(name)]).toEqual(['keeperlog', true])
    }
})

test('Bitwarden’s numbers have their published names', async () => {
  const types = JSON.parse(await readFile(join(folder, '../bitwarden-event-types.json'), 'utf8'))
  expect(types).toMatchObject({
    1000: 'User_LoggedIn',
    1114: 'Cipher_ClientAutofilled',
    2100: 'Secret_Retrieved',
  })
})
