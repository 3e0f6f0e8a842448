import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { endpointOf, endpoints } from './endpoint.ts'
import { parseRequest, parseSender, requestSchemas } from './requests.ts'

const clientId = randomBytes(64).toString('base64')
const sender = { clientVersion: 'ms17.5.0', clientId }
const point = Buffer.concat([Buffer.of(4), randomBytes(64)])

const failure = (kind: string, message: RegExp) =>
  expect.objectContaining({ kind, message: expect.stringMatching(message) })

test('the twelve calls have a schema each, and no other name is a call', () => {
  expect(Object.keys(requestSchemas).sort()).toEqual([...endpoints].sort())
  expect(endpoints).toHaveLength(12)
  expect(endpointOf('get_secret')).toBe('get_secret')
  expect(endpointOf('toString')).toBeUndefined()
})

describe('get_secret', () => {
  const everything = { requestedRecords: [], requestedFolders: [], requestLinks: false }

  test.each([
    ['absent', {}],
    [
      'null',
      { publicKey: null, requestedRecords: null, requestedFolders: null, requestLinks: null },
    ],
    ['empty', { publicKey: '', requestedRecords: [], requestedFolders: '' }],
    ['lists of empty texts', { requestedRecords: [''], requestedFolders: ['', ''] }],
  ])('%s filters ask for everything', (_name, more) => {
    expect(parseRequest('get_secret', { ...sender, ...more })).toEqual(everything)
  })

  test('a UID that cannot exist is passed on: clients bind with one', () => {
    const payload = { ...sender, requestedRecords: ['NON-EXISTING-RECORD-UID'] }
    expect(parseRequest('get_secret', payload).requestedRecords).toEqual([
      'NON-EXISTING-RECORD-UID',
    ])
  })

  test.each(['base64', 'base64url'] as const)(
    'a public key in %s becomes standard base64',
    (form) => {
      const payload = { ...sender, publicKey: point.toString(form) }
      expect(parseSender(payload).publicKey).toBe(point.toString('base64'))
    },
  )

  test('members of newer SDKs are ignored', () => {
    expect(parseRequest('get_secret', { ...sender, newThing: 1 })).toEqual(everything)
  })

  test.each([
    ['a filter that is no list', { requestedRecords: 7 }],
    ['a filter of a million UIDs', { requestedRecords: Array(1_000_000).fill('x') }],
    ['a UID of a thousand characters', { requestedRecords: ['x'.repeat(1000)] }],
    ['links that are no yes or no', { requestLinks: 'maybe' }],
  ])('%s is refused by name', (_name, more) => {
    const [member = ''] = Object.keys(more)
    expect(() => parseRequest('get_secret', { ...sender, ...more })).toThrow(
      failure('invalid', new RegExp(member)),
    )
  })
})

describe('the sender', () => {
  test.each(['ms17.5.0', 'mp17.3.0', 'mj17.3.0', 'mn17.1.2', 'mg16.6.4', 'mr17.3.0', 'mb17.2.0'])(
    '%s is a version',
    (clientVersion) => {
      expect(parseSender({ ...sender, clientVersion }).clientVersion).toBe(clientVersion)
    },
  )

  test.each([
    '',
    'ms17.5',
    'xs17.5.0',
    'ms17.5.0-beta',
    `ms${'1'.repeat(40)}.0.0`,
    7,
    null,
    undefined,
  ])('%s is not, and is answered as such', (clientVersion) => {
    expect(() => parseSender({ ...sender, clientVersion })).toThrow(
      expect.objectContaining({ reason: 'unsupported_version' }),
    )
  })

  test('a client id in base64url means the same device', () => {
    const url = clientId.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
    expect(parseSender({ ...sender, clientId: url }).clientId).toBe(clientId)
  })

  test.each(['', 'AAAA', null, 7, `${clientId}AAAA`])('%s is no client id', (id) => {
    expect(() => parseSender({ ...sender, clientId: id })).toThrow(failure('invalid', /clientId/))
  })

  test.each([
    ['of another length', point.subarray(1).toString('base64')],
    ['that is no base64', '!'.repeat(88)],
  ])('a public key %s is refused by name', (_name, publicKey) => {
    expect(() => parseSender({ ...sender, publicKey })).toThrow(failure('invalid', /publicKey/))
  })
})

describe('update_secret', () => {
  const data = randomBytes(412)
  const update = {
    ...sender,
    recordUid: 'L-b-Ijj9rqd-3spgNZiZWA',
    data: data.toString('base64url'),
    revision: 3,
  }

  test('data in any alphabet is stored as standard base64', () => {
    const parsed = parseRequest('update_secret', update)
    expect(parsed.data).toBe(data.toString('base64'))
    expect(parsed.transactionType).toBeUndefined()
    expect(parsed.links2Remove).toEqual([])
  })

  test('the kind of transaction may be general or rotation', () => {
    const kinds = ['general', 'rotation'].map(
      (transactionType) =>
        parseRequest('update_secret', { ...update, transactionType }).transactionType,
    )
    expect(kinds).toEqual(['general', 'rotation'])
  })

  test.each([
    ['revision', { revision: -1 }],
    ['revision', { revision: '3' }],
    ['revision', { revision: 1.5 }],
    ['data', { data: '' }],
    ['data', { data: 'A'.repeat(2_000_000) }],
    ['data', { data: 'not base64!' }],
    ['recordUid', { recordUid: '../../etc/passwd' }],
    ['transactionType', { transactionType: 'other' }],
  ])('a wrong %s is refused by name', (member, more) => {
    expect(() => parseRequest('update_secret', { ...update, ...more })).toThrow(
      failure('invalid', new RegExp(member)),
    )
  })
})
