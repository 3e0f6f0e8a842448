import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cityEntry, mmdb } from '../../test/support/mmdb.ts'
import { type Geo, openGeo } from './geo-database.ts'
import { locationText } from './place.ts'

const database = mmdb({
  '203.0.113.0/24': cityEntry('DE', 'Bavaria', 'Munich'),
  '198.51.100.0/25': cityEntry('FR'),
  '10.0.0.0/8': cityEntry('US'),
  '2001:db8::/32': cityEntry('JP', undefined, 'Tokyo'),
})

let folder: string
let file: string
let geo: Geo | undefined
const warnings: unknown[] = []
const log = { warn: (...told: unknown[]) => void warnings.push(told) }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-geo-'))
  file = join(folder, 'city.mmdb')
  await writeFile(file, database)
  warnings.length = 0
})

afterEach(async () => {
  geo?.close()
  geo = undefined
  await rm(folder, { recursive: true })
})

const open = async () => {
  geo = await openGeo(file, { log, lookEveryMs: 20 })
  return geo
}

test('an address has a country, and a region and a city where the database has them', async () => {
  const { place, country } = await open()

  expect(place('203.0.113.9')).toEqual({ country_code: 'DE', region: 'Bavaria', city: 'Munich' })
  expect(country('198.51.100.7')).toBe('FR')
  expect(country('2001:db8::1')).toBe('JP')
})

test.each(['198.51.100.200', '10.1.2.3', '127.0.0.1', '::1', 'fe80::1', '192.168.1.1', 'host', ''])(
  '%j is unknown',
  async (address) => {
    expect((await open()).place(address)).toBeUndefined()
  },
)

test('a place reads as Commander has it, without what is unknown', () => {
  expect(locationText({ country_code: 'DE', region: 'Bavaria', city: 'Munich' })).toBe(
    'Munich, Bavaria, DE',
  )
  expect(locationText({ country_code: 'FR' })).toBe('FR')
})

test('a new database is read without a restart', async () => {
  const { country } = await open()
  await writeFile(`${file}.new`, mmdb({ '203.0.113.0/24': cityEntry('AT') }))
  await rename(`${file}.new`, file)
  while (country('203.0.113.9') !== 'AT') await sleep(10)

  expect(country('198.51.100.7')).toBeUndefined()
})

test('a new database that is damaged leaves the old one in use, and the operator is told', async () => {
  const { country } = await open()
  await writeFile(file, database.subarray(0, 100))
  while (warnings.length === 0) await sleep(10)

  expect(country('203.0.113.9')).toBe('DE')
})

test.each([
  ['is missing', undefined],
  ['is empty', Buffer.alloc(0)],
  ['is no database', Buffer.from('text')],
  ['is cut in the tree', database.subarray(0, 100)],
  ['has lost its tree', database.subarray(database.length - 300)],
])('a file that %s is one sentence', async (_, bytes) => {
  await (bytes ? writeFile(file, bytes) : rm(file))

  await expect(open()).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining(`--geoip-db: ${file} is not an MMDB file that can be read`),
  })
})
