import { expect, test } from 'vitest'
import { Failure } from '../kernel/errors.ts'
import { subjectNames } from './subject-names.ts'

const loopback = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
]

test.each([
  ['keepwatch.example.com', [{ type: 'dns', value: 'keepwatch.example.com' }]],
  ['KEEPWATCH', [{ type: 'dns', value: 'keepwatch' }]],
  ['bücher.example', [{ type: 'dns', value: 'xn--bcher-kva.example' }]],
  ['127.example.com', [{ type: 'dns', value: '127.example.com' }]],
  ['203.0.113.9', [{ type: 'ip', value: '203.0.113.9' }]],
  ['2001:DB8::7', [{ type: 'ip', value: '2001:db8::7' }]],
])('%s is named by itself alone', (hostname, names) => {
  expect(subjectNames(hostname)).toEqual(names)
})

test('a loopback host answers to every loopback name, each once', () => {
  expect(subjectNames('localhost')).toEqual(loopback)
  expect(subjectNames('127.0.0.1')).toHaveLength(3)
  expect(subjectNames('127.0.0.1')).toEqual(expect.arrayContaining(loopback))
  expect(subjectNames('vault.localhost')).toEqual([
    { type: 'dns', value: 'vault.localhost' },
    ...loopback,
  ])
})

test.each([
  '',
  ' ',
  'https://keepwatch.example.com',
  'keepwatch.example.com:8443',
  '[::1]',
  '*.example.com',
  'a..b',
  'example.com.',
  '-a.example',
  `${'a'.repeat(64)}.example`,
  'a\nb.example',
])('%j is refused with what to give instead', (hostname) => {
  expect(() => subjectNames(hostname)).toThrow(Failure)
  expect(() => subjectNames(hostname)).toThrow(/neither a DNS name nor an IP address/)
})
