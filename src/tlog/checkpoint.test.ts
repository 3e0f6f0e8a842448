import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { emptyRoot, leafHash } from './hash.ts'
import { signNote } from './note.ts'
import { generateNoteKey, noteSigner, noteVerifier } from './note-key.ts'

const origin = 'log.example/keepwatch'
const signer = noteSigner(generateNoteKey(origin).skey)
const verifier = noteVerifier(signer.vkey)
const root = leafHash('')
const rootText = 'bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0='

test('a checkpoint is three lines', () => {
  expect(formatCheckpoint({ origin, size: 1, root })).toBe(`${origin}\n1\n${rootText}\n`)
})

test('a checkpoint comes back from its text', () => {
  const checkpoint = fc.record({
    origin: fc.string({ minLength: 1 }),
    size: fc.maxSafeNat(),
    root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  })
  fc.assert(
    fc.property(checkpoint, (it) => {
      const back = parseCheckpoint(formatCheckpoint(it))
      expect({ ...back, root: Uint8Array.from(back.root) }).toEqual(it)
    }),
  )
})

test('extension lines of another log are passed over, empty ones refused', () => {
  expect(parseCheckpoint(`o\n1\n${rootText}\nextension\n`)).toMatchObject({ origin: 'o', size: 1 })
  expect(() => parseCheckpoint(`o\n1\n${rootText}\n\nextension\n`)).toThrow(/not a checkpoint/)
})

test.each([
  ['an empty origin', `\n1\n${rootText}\n`],
  ['no root', 'o\n1\n'],
  ['no newline at the end', `o\n1\n${rootText}`],
  ['a leading zero', `o\n01\n${rootText}\n`],
  ['a sign', `o\n+1\n${rootText}\n`],
  ['a size beyond 2^53', `o\n9007199254740992\n${rootText}\n`],
  ['a size with a space', `o\n1 \n${rootText}\n`],
  ['a stray low bit in the root', `o\n1\n${rootText.replace('B0=', 'B1=')}\n`],
  ['a short root', `o\n1\n${rootText.slice(4)}\n`],
  ['base64url', `o\n1\n${rootText.replace('+', '-')}\n`],
])('%s is refused', (_, text) => {
  expect(() => parseCheckpoint(text)).toThrow()
})

test('an origin of two lines is not written', () => {
  expect(() => formatCheckpoint({ origin: 'a\nb', size: 0, root: emptyRoot })).toThrow(/one line/)
})

test('a signed checkpoint opens with the key of its log', () => {
  const note = signCheckpoint({ origin, size: 0, root: emptyRoot }, [signer])
  expect(openCheckpoint(note, [verifier])).toMatchObject({ origin, size: 0 })
})

test('while the key changes, both the old and the new one open a checkpoint', () => {
  const next = noteSigner(generateNoteKey(origin).skey)
  const note = signCheckpoint({ origin, size: 0, root: emptyRoot }, [signer, next])
  for (const key of [signer, next])
    expect(openCheckpoint(note, [noteVerifier(key.vkey)]).origin).toBe(origin)
})

test('the trusted key of one log cannot speak for another', () => {
  const note = signNote(formatCheckpoint({ origin: 'other.example', size: 0, root: emptyRoot }), [
    signer,
  ])
  expect(() => openCheckpoint(note, [verifier])).toThrow(/not by the log itself/)
})
