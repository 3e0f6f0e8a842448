import { describe, expect, test } from 'vitest'
import { memoryLog, numberedEntries } from '../../test/support/memory-log.ts'
import { encodeBase64 } from './base64.ts'
import { signCheckpoint } from './checkpoint.ts'
import { root } from './frontier.ts'
import { generateNoteKey, noteSigner, noteVerifier } from './note-key.ts'
import { inclusionProof } from './proof.ts'
import { formatTlogProof, parseTlogProof, verifyTlogProof } from './tlog-proof.ts'

const origin = 'log.example/keepwatch'
const signer = noteSigner(generateNoteKey(origin).skey)
const verifiers = [noteVerifier(signer.vkey)]
const size = 300
const index = 77
const log = memoryLog(numberedEntries(size))
const entry = log.entries[index] as Uint8Array
const checkpoint = signCheckpoint({ origin, size, root: root(log.frontier) }, [signer])
const hashes = await inclusionProof({ index, size }, log.read)
const proof = formatTlogProof({ index, hashes, checkpoint })

test('a proof is its name, the index, the hashes, an empty line and the checkpoint', () => {
  expect(proof).toBe(
    ['c2sp.org/tlog-proof@v1', `index ${index}`, ...hashes.map(encodeBase64), '', checkpoint].join(
      '\n',
    ),
  )
  expect(parseTlogProof(proof)).toEqual({ index, hashes, checkpoint })
})

test('extra data travels along', () => {
  const extra = Buffer.from('for the application')
  const text = formatTlogProof({ index, hashes, checkpoint, extra })
  expect(text.split('\n')[1]).toBe('extra Zm9yIHRoZSBhcHBsaWNhdGlvbg==')
  expect(parseTlogProof(text)).toEqual({ index, hashes, checkpoint, extra })
})

test('the only entry of a log needs no hashes', async () => {
  const one = memoryLog([entry])
  const note = signCheckpoint({ origin, size: 1, root: root(one.frontier) }, [signer])
  const text = formatTlogProof({ index: 0, hashes: [], checkpoint: note })
  expect(verifyTlogProof({ entry, proof: text, verifiers }).checkpoint.size).toBe(1)
})

describe('checking', () => {
  test('says where in which log the entry stands', () => {
    expect(verifyTlogProof({ entry, proof, verifiers })).toMatchObject({
      index,
      checkpoint: { origin, size },
    })
  })

  test('refuses another entry, another index and an unknown log', () => {
    const other = log.entries[index + 1] as Uint8Array
    expect(() => verifyTlogProof({ entry: other, proof, verifiers })).toThrow(/does not fit/)
    const moved = proof.replace(`index ${index}`, `index ${index + 1}`)
    expect(() => verifyTlogProof({ entry, proof: moved, verifiers })).toThrow(/does not fit/)
    expect(() => verifyTlogProof({ entry, proof, verifiers: [] })).toThrow(/No known key/)
  })

  test.each([
    ['nothing', ''],
    ['another version', proof.replace('@v1', '@v2')],
    ['no checkpoint', proof.slice(0, proof.indexOf('\n\n'))],
    ['no index', proof.replace(/index \d+\n/, '')],
    ['a leading zero', proof.replace('index 77', 'index 077')],
    ['a hash cut short', proof.replace(/=\n/, '\n')],
    ['bad extra data', proof.replace('index', 'extra !\nindex')],
    ['extra data twice', proof.replace('index', 'extra AA==\nextra AA==\nindex')],
    ['carriage returns', proof.replaceAll('\n', '\r\n')],
  ])('refuses %s', (_, text) => {
    expect(() => verifyTlogProof({ entry, proof: text, verifiers })).toThrow()
  })
})
