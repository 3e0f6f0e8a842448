import { expect, test } from 'vitest'
import { nextTransaction, relpReader, writeRelpFrame } from './relp-frame.ts'

test('a frame counts bytes', () =>
  expect(writeRelpFrame({ transaction: 7, command: 'syslog', data: 'é🔑' })).toBe(
    '7 syslog 6 é🔑\n',
  ))

test('a frame without data has no space behind its length', () =>
  expect(writeRelpFrame({ transaction: 8, command: 'close', data: '' })).toBe('8 close 0\n'))

test('frames are read wherever the network cuts them', () => {
  const frames = [
    { transaction: 1, command: 'rsp', data: '200 OK\nrelp_version=0\ncommands=syslog' },
    { transaction: 2, command: 'rsp', data: '200 OK' },
    { transaction: 0, command: 'serverclose', data: '' },
    { transaction: 3, command: 'rsp', data: '500 é\n' },
  ]
  const bytes = Buffer.from(frames.map(writeRelpFrame).join(''))
  for (let size = 1; size <= bytes.length; size++) {
    const read = relpReader()
    const found = []
    for (let at = 0; at < bytes.length; at += size)
      found.push(...read(bytes.subarray(at, at + size)))
    expect(found).toEqual(frames)
  }
})

test.each(['HTTP/1.1 400 Bad Request\r\n', '\u0016\u0003\u0001', `${'1'.repeat(70)}`])(
  '%j is no RELP',
  (text) => expect(() => relpReader()(Buffer.from(text))).toThrow('does not speak RELP'),
)

test('numbers begin again at 1', () => expect(nextTransaction(999_999_999)).toBe(1))
