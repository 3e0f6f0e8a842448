import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newUid } from '../kernel/ids.ts'
import { type FileTicket, fileTickets } from './file-ticket.ts'
import { generateServerKeyPem, readServerKey } from './server-key.ts'

const tickets = fileTickets(readServerKey(generateServerKeyPem()))
const ticket = (): FileTicket => ({
  use: 'download',
  file_uid: newUid(),
  device_uid: newUid(),
  expires_at: 1_800_000_000_000,
})

test.each(['upload', 'download', 'thumbnail'] as const)(
  'a ticket for %s says what it is for',
  (use) => {
    const one = { ...ticket(), use }
    expect(tickets.open(tickets.seal(one))).toEqual(one)
  },
)

test('no two tickets for the same are the same, or only one of them could be used', () => {
  const one = ticket()
  expect(tickets.seal(one)).not.toBe(tickets.seal(one))
})

test('a ticket of another server, and one with any byte changed, is none', () => {
  const text = tickets.seal(ticket())
  expect(fileTickets(readServerKey(generateServerKeyPem())).open(text)).toBeUndefined()
  const bytes = Buffer.from(text, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    expect(tickets.open(changed.toString('base64url'))).toBeUndefined()
  }
})

test('anything else is no ticket, whatever it is', () => {
  fc.assert(fc.property(fc.string(), (text) => tickets.open(text) === undefined))
  expect(tickets.open(`${tickets.seal(ticket())}=`)).toBeUndefined()
})
