import { describe, expect, test } from 'vitest'
import { memoryLog, numberedEntries } from '../../test/support/memory-log.ts'
import { encodeBase64 } from '../tlog/base64.ts'
import { signCheckpoint } from '../tlog/checkpoint.ts'
import { root } from '../tlog/frontier.ts'
import { generateNoteKey, noteSigner } from '../tlog/note-key.ts'
import { consistencyProof } from '../tlog/proof.ts'
import { continueLog, type ShownLog } from './known-log.ts'

const origin = 'keepwatch/test'
const [first, second, third] = [1, 2, 3].map(() => generateNoteKey(origin))
const keysOf = (pairs: readonly (typeof first)[]) => pairs.flatMap((pair) => (pair ? [pair] : []))

type Showing = { readonly from?: number; readonly size: number; readonly keys?: (typeof first)[] }

/** What an honest server with these keys shows of a log whose entries begin with `prefix`. */
async function show(
  prefix: string,
  { from = 0, size, keys = [first] }: Showing,
): Promise<ShownLog> {
  const entries = numberedEntries(size).map((entry) => Buffer.concat([Buffer.from(prefix), entry]))
  const log = memoryLog(entries)
  const signers = keysOf(keys)
  const checkpoint = { origin, size, root: root(log.frontier) }
  const proof = from > 0 && from < size ? await consistencyProof({ from, to: size }, log.read) : []
  return {
    checkpoint: signCheckpoint(
      checkpoint,
      signers.map(({ skey }) => noteSigner(skey)),
    ),
    vkeys: signers.map(({ vkey }) => vkey),
    proof: proof.map(encodeBase64),
  }
}

describe('what a machine knows of a log', () => {
  test('is taken on trust the first time, and goes on with proofs', async () => {
    const known = continueLog(undefined, await show('', { size: 5 }))
    const later = continueLog(known, await show('', { from: 5, size: 700 }))

    expect(later.checkpoint).toContain('\n700\n')
    expect(continueLog(later, await show('', { from: 700, size: 700 }))).toEqual(later)
  })

  test.each([
    ['fewer events', () => show('', { size: 4 }), 'rolled back'],
    ['as many other events', () => show('x', { size: 5 }), 'another past'],
    ['more events after other ones', () => show('x', { from: 5, size: 9 }), 'another past'],
    ['a growth without its proof', () => show('', { size: 9 }), 'another past'],
    ['the checkpoint of another key', () => show('', { from: 5, size: 9, keys: [third] }), 'none'],
  ])('convicts %s', async (_, shown, finding) => {
    const known = continueLog(undefined, await show('', { size: 5 }))
    const dishonest = await shown()

    expect(() => continueLog(known, dishonest)).toThrow(
      expect.objectContaining({ kind: 'unproven', message: expect.stringContaining(finding) }),
    )
  })

  test('learns a new key while the old one signs too, and then needs the old one no more', async () => {
    const alone = continueLog(undefined, await show('', { size: 5 }))
    const both = continueLog(alone, await show('', { from: 5, size: 6, keys: [second, first] }))
    const after = continueLog(both, await show('', { from: 6, size: 7, keys: [second] }))

    expect(both.vkeys).toHaveLength(2)
    expect(after.vkeys).toEqual([second?.vkey])
  })

  test('does not learn a key that is named but did not sign', async () => {
    const shown = await show('', { size: 5 })
    const known = continueLog(undefined, { ...shown, vkeys: [...shown.vkeys, third?.vkey ?? ''] })

    expect(known.vkeys).toEqual([first?.vkey])
  })
})
