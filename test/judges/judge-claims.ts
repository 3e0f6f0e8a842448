import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeHash, encodeBase64 } from '../../src/tlog/base64.ts'
import { type Checkpoint, openCheckpoint } from '../../src/tlog/checkpoint.ts'
import type { Hash } from '../../src/tlog/hash.ts'
import type { NoteVerifier } from '../../src/tlog/note-key.ts'
import { isConsistent } from '../../src/tlog/proof-check.ts'
import { formatTlogProof, parseTlogProof, verifyTlogProof } from '../../src/tlog/tlog-proof.ts'
import type { Random } from '../faults/support/random.ts'

/** A folder that `writeLog` wrote, as somebody who knows the log's key and entries sees its claims. */
export type Claimed = {
  readonly folder: string
  readonly now: Checkpoint
  readonly entries: readonly Uint8Array[]
  readonly verifier: NoteVerifier
}

const filesIn = async (folder: string, ending: string) =>
  (await readdir(folder)).filter((name) => name.endsWith(ending)).map((name) => join(folder, name))

const growthProofs = (folder: string) => filesIn(join(folder, 'growth'), '.proof')
const entryProofs = (folder: string) => filesIn(join(folder, 'proofs'), '.tlog-proof')

const hashesIn = (lines: string) => lines.split('\n').filter(Boolean).map(decodeHash)

function holds(check: () => unknown): boolean {
  try {
    return check() !== false
  } catch {
    return false
  }
}

async function isGrowthShown(file: string, { now, verifier }: Claimed): Promise<boolean> {
  const note = await readFile(file.replace(/proof$/, 'checkpoint'), 'utf8')
  const lines = await readFile(file, 'utf8')
  return holds(() => {
    const from = openCheckpoint(note, [verifier])
    return isConsistent({ from, to: now, proof: hashesIn(lines) })
  })
}

async function isEntryProved(file: string, { entries, verifier }: Claimed): Promise<boolean> {
  const proof = await readFile(file, 'utf8')
  return holds(() => {
    const entry = entries[parseTlogProof(proof).index] ?? ''
    return verifyTlogProof({ entry, proof, verifiers: [verifier] })
  })
}

/** How many claims our own code believes. */
export async function believed(claimed: Claimed) {
  const [growths, proofs] = [await growthProofs(claimed.folder), await entryProofs(claimed.folder)]
  const shown = await Promise.all(growths.map((file) => isGrowthShown(file, claimed)))
  const proved = await Promise.all(proofs.map((file) => isEntryProved(file, claimed)))
  return { growths: shown.filter(Boolean).length, proofs: proved.filter(Boolean).length }
}

function withFlippedBit(hashes: readonly Hash[], random: Random): readonly Hash[] {
  const at = random.below(hashes.length)
  const flipped = Uint8Array.from(hashes[at] ?? [])
  const byte = random.below(flipped.length)
  flipped[byte] = (flipped[byte] ?? 0) ^ (1 << random.below(8))
  return hashes.with(at, flipped)
}

const corruptions: readonly ((hashes: readonly Hash[], random: Random) => readonly Hash[])[] = [
  withFlippedBit,
  (hashes, random) => hashes.toSpliced(random.below(hashes.length), 1),
  (hashes, random) => {
    const at = random.below(hashes.length)
    return hashes.toSpliced(at, 0, ...hashes.slice(at, at + 1))
  },
  (hashes, random) => {
    if (hashes.length < 2) return withFlippedBit(hashes, random)
    const at = random.below(hashes.length - 1)
    return hashes.toSpliced(at, 2, ...hashes.slice(at, at + 2).toReversed())
  },
]

function corrupt(hashes: readonly Hash[], random: Random): readonly Hash[] {
  const change = corruptions[random.below(corruptions.length)] ?? withFlippedBit
  return change(hashes, random)
}

/** Corrupts every claim in the folder, each in one of its hashes, in their number or order, or in what it speaks of. */
export async function corruptClaims({ folder, entries }: Claimed, random: Random): Promise<void> {
  for (const file of (await growthProofs(folder)).sort()) {
    const hashes = corrupt(hashesIn(await readFile(file, 'utf8')), random)
    await writeFile(file, hashes.map((hash) => `${encodeBase64(hash)}\n`).join(''))
  }
  for (const file of (await entryProofs(folder)).sort()) {
    const proof = parseTlogProof(await readFile(file, 'utf8'))
    const other = (proof.index + 1 + random.below(entries.length - 1)) % entries.length
    const changed = random.chance(0.2)
      ? { ...proof, index: other }
      : { ...proof, hashes: corrupt(proof.hashes, random) }
    await writeFile(file, formatTlogProof(changed))
  }
}
