import { expect, test } from 'vitest'
import { generateNoteKey, isKeyName, noteSigner, noteVerifier } from './note-key.ts'

/** The example key pair in the documentation of Go's golang.org/x/mod/sumdb/note. */
const skey = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'
const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'

test('a key of Go is read, and its public half is the one that Go prints', () => {
  expect(noteSigner(skey)).toMatchObject({ name: 'PeterNeumann', id: 'c74f20a3', vkey })
  expect(noteVerifier(vkey)).toMatchObject({ name: 'PeterNeumann', id: 'c74f20a3' })
})

test('what a new key signs, its public half verifies, and nothing else', () => {
  const pair = generateNoteKey('log.example/keepwatch')
  const signature = noteSigner(pair.skey).sign('text\n')
  expect(noteSigner(pair.skey).vkey).toBe(pair.vkey)
  expect(noteVerifier(pair.vkey).verify('text\n', signature)).toBe(true)
  expect(noteVerifier(pair.vkey).verify('Text\n', signature)).toBe(false)
  expect(noteVerifier(pair.vkey).verify('text\n', signature.subarray(1))).toBe(false)
  expect(noteVerifier(vkey).verify('text\n', signature)).toBe(false)
})

test.each([
  '',
  'PeterNeumann',
  `${vkey}\n`,
  ` ${vkey}`,
  vkey.replace('ARpc', 'AhpC'),
  vkey.replace('c74f20a3', 'C74F20A3'),
  vkey.slice(0, -4),
  `+c74f20a3+${vkey.split('+')[2]}`,
  skey,
])('%j is not a public key', (text) => {
  expect(() => noteVerifier(text)).toThrow(/name\+id\+base64/)
})

test('a key whose name, id and bytes do not belong together is refused', () => {
  expect(() => noteVerifier(vkey.replace('Peter', 'Petra'))).toThrow(/its id is c74f20a3/)
  expect(() => noteSigner(skey.replace('c74f20a3', 'c74f20a4'))).toThrow(/its id is c74f20a4/)
})

test('the refusal of a private key never repeats it', () => {
  const broken = `${skey}=`
  expect(() => noteSigner(broken)).toThrow(/^((?!AYEKFALV).)*$/s)
})

test.each(['', 'two words', 'a+b', 'a\u00a0b', 'a\nb', '\ud800'])(
  '%j cannot name a key',
  (name) => {
    expect(isKeyName(name)).toBe(false)
    expect(() => generateNoteKey(name)).toThrow(/cannot name a key/)
  },
)
