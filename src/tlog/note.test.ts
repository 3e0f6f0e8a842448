import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openNote, signNote } from './note.ts'
import { generateNoteKey, noteSigner, noteVerifier } from './note-key.ts'

/** The example in the documentation of Go's golang.org/x/mod/sumdb/note. */
const example = {
  skey: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
}

const peter = noteSigner(example.skey)
const anna = noteSigner(generateNoteKey('anna').skey)
const stranger = noteSigner(generateNoteKey('stranger').skey)
const [petersKey, annasKey] = [peter, anna].map(({ vkey }) => noteVerifier(vkey)) as [
  ReturnType<typeof noteVerifier>,
  ReturnType<typeof noteVerifier>,
]
const named = ({ name, id }: { name: string; id: string }) => ({ name, id })

test('a note is signed exactly as Go signs it', () => {
  expect(signNote(example.text, [peter])).toBe(`${example.text}\n${example.line}`)
})

test('any text that a note may carry comes back with its signers', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/\p{Cc}/gu, ''))
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const text = `${lines.join('\n')}\n`
      const note = signNote(text, [anna, peter])
      const opened = { text, signedBy: [peter, anna].map(named) }
      expect(openNote(note, [petersKey, annasKey])).toEqual(opened)
      expect(openNote(Buffer.from(note), [petersKey, annasKey])).toEqual(opened)
    }),
  )
})

test('a text may itself look like a signed note', () => {
  const inner = signNote('inner\n', [stranger])
  expect(openNote(signNote(inner, [peter]), [petersKey]).text).toBe(inner)
})

describe('signatures by unknown keys', () => {
  test('are ignored next to a known one', () => {
    const note = signNote('text\n', [stranger, peter])
    expect(openNote(note, [petersKey]).signedBy).toEqual([named(peter)])
  })

  test('do not open a note', () => {
    const note = signNote('text\n', [stranger])
    expect(() => openNote(note, [petersKey])).toThrow(/No known key.*stranger/)
    expect(() => openNote(note, [])).toThrow(/No known key/)
  })

  test('do not count under a known name', () => {
    const imposter = noteSigner(generateNoteKey('anna').skey)
    expect(() => openNote(signNote('text\n', [imposter]), [annasKey])).toThrow(/No known key/)
  })
})

describe('a note is refused', () => {
  const note = signNote('text\n', [anna, peter])
  const refused = (damaged: string | Uint8Array) => expect(() => openNote(damaged, [petersKey]))

  test('when one known signature is wrong, even next to a right one', () => {
    refused(note.replace('text', 'Text')).toThrow(/does not fit/)
    const [, wrongLine] = signNote('other\n', [peter]).split('\n\n')
    refused(`${note}${wrongLine}`).toThrow(/does not fit/)
  })

  test('whichever single bit is changed', () => {
    const bytes = Buffer.from(signNote('text\n', [peter]))
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const damaged = Buffer.from(bytes)
        damaged[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        refused(damaged).toThrow()
      }),
      { numRuns: 500 },
    )
  })

  test('when a signature is spelled in base64 that is not the standard one', () => {
    refused(note.replace(/=\n$/, '\n')).toThrow(/malformed signature/)
    refused(
      note.replace(/(.)=\n$/, (_, last) => `${String.fromCharCode(last.charCodeAt(0) + 1)}=\n`),
    ).toThrow(/malformed signature/)
  })

  test.each([
    ['nothing', ''],
    ['no signature', 'text\n'],
    ['no signature line', 'text\n\n'],
    ['no final newline', note.slice(0, -1)],
    ['a carriage return', note.replace('text', 'te\rxt')],
    ['another dash', note.replaceAll('—', '-')],
    ['two spaces', note.replaceAll('— ', '—  ')],
    ['a signature too short', 'text\n\n— peter AAAA\n'],
    ['over 100 signatures', `text\n\n${example.line.repeat(101)}`],
    ['over 1 MB', `${'x'.repeat(1_000_000)}${note}`],
  ])('with %s', (_, damaged) => {
    refused(damaged).toThrow()
  })

  test('when it is not UTF-8', () => {
    const bytes = Buffer.from(note)
    bytes[0] = 0xff
    refused(bytes).toThrow(/UTF-8/)
  })
})

test('a text that cannot be a note is not signed', () => {
  for (const text of ['', 'no newline', 'a\tb\n', 'a\ud800\n'])
    expect(() => signNote(text, [peter])).toThrow(/without control characters/)
  expect(() => signNote('text\n', [])).toThrow(/at least one signer/)
})
