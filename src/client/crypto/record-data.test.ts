import { platform } from '@keeper-security/secrets-manager-core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decryptGcm, encryptGcm } from './aes-gcm.ts'
import { randomBytes, textOf, utf8 } from './bytes.ts'
import { newKey } from './key-wrap.ts'
import { paddedJson, parseJson } from './padded-json.ts'
import { decryptRecordData, encryptRecordData, type RecordData } from './record-data.ts'

const record: RecordData = {
  title: 'Database',
  type: 'login',
  fields: [
    { type: 'login', value: ['alice'] },
    { type: 'host', value: [{ hostName: 'db', port: '5432' }] },
  ],
  custom: [{ type: 'text', label: 'Team', value: ['Platform'] }],
  notes: 'Zugang für 🔑',
}

test('a record comes back as it went', async () => {
  const key = newKey()
  expect(await decryptRecordData(key, await encryptRecordData(key, record))).toEqual(record)
})

test('the SDK reads it: JSON with spaces behind it', async () => {
  const key = newKey()
  const plain = await platform.decryptWithKey(await encryptRecordData(key, record), key)
  expect(JSON.parse(platform.bytesToString(plain))).toEqual(record)
})

test('its length says little: at least 384 bytes, and a multiple of 16', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 1000, unit: 'binary' }), (text) => {
      const padded = paddedJson({ text })
      expect(padded.length).toBeGreaterThanOrEqual(384)
      expect(padded.length % 16).toBe(0)
      expect(padded.length - utf8(JSON.stringify({ text })).length).toBeLessThan(384)
      expect(parseJson(padded)).toEqual({ text: JSON.parse(textOf(padded)).text })
    }),
  )
})

describe('what other clients leave out or add', () => {
  const read = async (json: object) => {
    const key = newKey()
    return decryptRecordData(key, await encryptGcm(key, utf8(JSON.stringify(json))))
  }

  test('absent lists are empty ones', async () => {
    expect(
      await read({ title: 'T', type: 'login', fields: [{ type: 'url' }], custom: null }),
    ).toEqual({ title: 'T', type: 'login', fields: [{ type: 'url', value: [] }], custom: [] })
  })

  test('unknown members survive being read and written', async () => {
    const odd = {
      ...record,
      fields: [{ type: 'password', value: ['x'], privacyScreen: true, complexity: { length: 8 } }],
      later: [1],
    }
    expect(await read(odd)).toEqual(odd)
    const key = newKey()
    const written = await encryptRecordData(key, await read(odd))
    expect(parseJson(await decryptGcm(key, written))).toEqual(odd)
  })
})

describe('what is no record is refused with its place', () => {
  test.each([
    ['no title', { ...record, title: '' }, /title/],
    ['a title of a novel', { ...record, title: 'x'.repeat(1001) }, /title/],
    [
      'a field without a type',
      { ...record, fields: [{ type: '', value: [] }] },
      /fields\[0\]\.type/,
    ],
    ['too many fields', { ...record, custom: Array(501).fill(record.custom[0]) }, /custom/],
  ])('%s', async (_name, wrong, message) => {
    await expect(encryptRecordData(newKey(), wrong)).rejects.toThrow(message)
  })

  test('more than a megabyte', async () => {
    const value = ['x'.repeat(1_048_576)]
    const large = { ...record, fields: [{ type: 'note', value }] }
    await expect(encryptRecordData(newKey(), large)).rejects.toThrow('1 MiB')
  })

  test('bytes that hold no JSON, and a blob of another key', async () => {
    const key = newKey()
    const blob = await encryptGcm(key, utf8('hello'))
    await expect(decryptRecordData(key, blob)).rejects.toThrow('not JSON')
    await expect(decryptRecordData(randomBytes(32), blob)).rejects.toThrow('does not open')
  })
})
