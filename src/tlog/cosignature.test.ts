import { generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { encodeBase64 } from './base64.ts'
import { cosignatureVerifier, isCosigned, withCosignature } from './cosignature.ts'
import { signNote } from './note.ts'
import { generateNoteKey, noteSigner } from './note-key.ts'

/** A witness made here from the words of C2SP tlog-cosignature; test/judges/witness.test.ts asks one that others wrote. */
function witnessOf(name: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const typed = Buffer.concat([Uint8Array.of(4), raw])
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed]), 'buffer').subarray(
    0,
    4,
  )
  const vkey = `${name}+${id.toString('hex')}+${encodeBase64(typed)}`
  return { name, id, vkey, privateKey }
}

type TestWitness = { readonly name: string; readonly id: Buffer; readonly privateKey: KeyObject }

function cosign({ name, id, privateKey }: TestWitness, text: string, seconds: bigint): string {
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(seconds)
  const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`)
  const signature = sign(null, message, privateKey)
  return `\u2014 ${name} ${encodeBase64(Buffer.concat([id, time, signature]))}\n`
}

const text = 'log.example\n3\nq83vAAAA\n'
const note = signNote(text, [noteSigner(generateNoteKey('log.example').skey)])
const witness = witnessOf('witness.example')
const verifier = cosignatureVerifier(witness.vkey)
const now = 1_795_000_000n

test('the first valid line of an answer joins the note, the others stay away', () => {
  const own = cosign(witness, text, now)
  const stranger = cosign(witnessOf('stranger.example'), text, now)
  const stale = cosign(witness, 'log.example\n2\nq83vAAAA\n', now)
  const later = cosign(witness, text, now + 1n)
  const answer = `${stranger}${stale}junk\n\n${own}${later}`
  expect(withCosignature(note, answer, verifier)).toBe(`${note}${own}`)
  expect(isCosigned(`${note}${own}`, verifier)).toBe(true)
})

test('a newer line of the same witness takes the place of the older one', () => {
  const stranger = cosign(witnessOf('stranger.example'), text, now)
  const [older, newer] = [cosign(witness, text, now), cosign(witness, text, now + 1n)]
  expect(withCosignature(`${note}${older}${stranger}`, newer, verifier)).toBe(
    `${note}${stranger}${newer}`,
  )
})

test.each([
  ['nothing', ''],
  ['the signature of a stranger', cosign(witnessOf('stranger.example'), text, now)],
  ['that of a stranger under the name', cosign(witnessOf('witness.example'), text, now)],
  ['one over another checkpoint', cosign(witness, 'log.example\n2\nq83vAAAA\n', now)],
  ['a time beyond 2^63 - 1', cosign(witness, text, 2n ** 63n)],
  [
    'a time alone',
    `\u2014 witness.example ${encodeBase64(Buffer.concat([witness.id, Buffer.alloc(8)]))}\n`,
  ],
])('an answer with %s adds nothing', (_, answer) => {
  expect(withCosignature(note, answer, verifier)).toBeUndefined()
  expect(isCosigned(note, verifier)).toBe(false)
})

test('the key of a log is not the key of a witness', () => {
  expect(() => cosignatureVerifier(generateNoteKey('log.example').vkey)).toThrow(/name\+id\+base64/)
})
