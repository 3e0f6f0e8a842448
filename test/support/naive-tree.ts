import { createHash } from 'node:crypto'

/** The definitions of RFC 9162 §2.1 word for word, over whole lists and without a cache: slow, and easy to believe. */
type Entries = readonly Uint8Array[]

const sha256 = (...parts: Uint8Array[]): Uint8Array => {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part)
  return digest.digest()
}

const splitOf = (n: number): number => {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** MTH(D): §2.1.1. */
export function naiveRoot(entries: Entries): Uint8Array {
  const [first] = entries
  if (first === undefined) return sha256()
  if (entries.length === 1) return sha256(Uint8Array.of(0), first)
  const k = splitOf(entries.length)
  return sha256(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)))
}

/** PATH(m, D): §2.1.3.1. */
export function naiveInclusion(m: number, entries: Entries): Uint8Array[] {
  if (entries.length === 1) return []
  const k = splitOf(entries.length)
  return m < k
    ? [...naiveInclusion(m, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naiveInclusion(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))]
}

/** PROOF(m, D): §2.1.4.1. */
export const naiveConsistency = (m: number, entries: Entries): Uint8Array[] =>
  naiveSubproof(m, entries, 'known')

function naiveSubproof(m: number, entries: Entries, hash: 'known' | 'unknown'): Uint8Array[] {
  if (m === entries.length) return hash === 'known' ? [] : [naiveRoot(entries)]
  const k = splitOf(entries.length)
  return m <= k
    ? [...naiveSubproof(m, entries.slice(0, k), hash), naiveRoot(entries.slice(k))]
    : [...naiveSubproof(m - k, entries.slice(k), 'unknown'), naiveRoot(entries.slice(0, k))]
}
