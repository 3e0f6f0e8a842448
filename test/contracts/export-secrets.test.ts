import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Context, perform } from '../../src/access/action.ts'
import { type Person, personCaller } from '../../src/access/person.ts'
import { loadCatalog } from '../../src/events/catalog.ts'
import { vocabularyOf } from '../../src/events/vocabulary.ts'
import { addTarget } from '../../src/exports/actions/add-target.ts'
import { type Changing, opensAs } from '../../src/exports/change-targets.ts'
import type { ExportHouse } from '../../src/exports/export-house.ts'
import { targetStatus } from '../../src/exports/target-status.ts'
import { loadFamily } from '../../src/kernel/family.ts'
import { secretNames } from '../../src/outbound/sealed-settings.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../src/store/store.ts'
import type { AnswerTable } from '../support/answer-table.ts'
import { groundOver } from '../support/ground.ts'
import { testExports } from '../support/test-exports.ts'

/** What nobody may read again, of every kind of target: not in answers, not in the database. */

const tables = [...(await loadFamily<AnswerTable>(join(import.meta.dirname, 'answers'))).values()]

const owner: Person = {
  account_uid: 'owner',
  email: 'owner@example.com',
  role: 'owner',
  public_key: '',
  encrypted_private_key: '',
  session: '',
  key_half: '',
}

let store: Store
let house: ExportHouse
let changing: Changing
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-secrets-'))
  store = await openEmbeddedStore({ folder })
  house = await testExports(folder)
  const context: Context<Person> = {
    ...groundOver(store),
    caller: personCaller(owner),
    surroundings: {},
  }
  const { fields } = vocabularyOf(await loadCatalog())
  changing = { context, house, ground: { ...house, fields } }
})

afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

/** A secret in every way that it could stand in a file. */
const spellings = (secret: string) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('hex'),
]

async function everyFile(): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const texts = await Promise.all(
    files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
  )
  return texts.join('\n')
}

describe.each(tables)('$name', ({ name: kind, settings: settingsFor }) => {
  test('seals its secrets, masks them, and has them when it sends', async () => {
    const type = house.types.get(kind)
    expect(type).toBeDefined()
    if (!type) return
    const given = settingsFor('https://siem.example.com')
    const { context, ground } = changing
    const add = addTarget({ ...ground, log: store.events, notTold: [] })
    await perform(context, add, { name: kind, kind, settings: given })

    const reading = { store, house, now: new Date() }
    const status = await targetStatus(reading, kind)
    const files = await everyFile()
    const opened = (await opensAs(changing, kind)).settings
    for (const name of secretNames(type.settings)) {
      expect(status.settings[name as keyof typeof status.settings]).toBe('••••')
      if (given[name] === undefined) continue
      expect(opened[name]).toBe(given[name])
      for (const text of spellings(String(given[name]))) {
        expect(JSON.stringify(status)).not.toContain(text)
        expect(files.includes(text)).toBe(false)
      }
    }
    expect(type.settings.parse(given)).toEqual(opened)
  })
})
