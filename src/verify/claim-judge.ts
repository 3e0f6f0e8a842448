import { appendLeaves, type Frontier, root } from '../tlog/frontier.ts'
import { emptyRoot, type Hash } from '../tlog/hash.ts'
import { type Claim, fits } from './claim.ts'
import type { Damage } from './damage.ts'
import type { LogSource } from './log-source.ts'
import { explainLast, type LastTile } from './tree-check.ts'

/** How much of the way back is remembered, in tiles: a checkpoint is written down within one group commit. */
const rememberedTiles = 64

export type Ending = {
  readonly size: number
  readonly shortness: LogSource['shortness']
  /** Whether the whole log was read: else nothing is known of what comes after its damage. */
  readonly complete: boolean
}

export type ClaimJudge = ReturnType<typeof claimJudge>

/** Compares the claims of checkpoints with the tree while it grows. */
export function claimJudge(claims: readonly Claim[]) {
  const waiting = claims.filter(({ size }) => size > 0).sort((a, b) => a.size - b.size)
  const recent: LastTile[] = []
  const fitting: Claim[] = []
  const misfits: { claim: Claim; tile: LastTile | undefined }[] = []

  const tileAt = (size: number) =>
    recent.find(({ before, leaves }) => size <= before.size + leaves.length && size >= before.size)

  function judge(claim: Claim, tile: LastTile | undefined): void {
    if (claim.size > 0 && !tile) return
    const computed = claim.size === 0 ? emptyRoot : tile && rootWithin(tile, claim.size)
    if (computed && fits(claim, computed)) fitting.push(claim)
    else misfits.push({ claim, tile })
  }

  for (const claim of claims.filter(({ size }) => size === 0)) judge(claim, undefined)

  const fitted = (below = Number.POSITIVE_INFINITY) =>
    fitting.reduce((most, { size }) => (size < below ? Math.max(most, size) : most), 0)

  /** Two signed heads that contradict each other are two histories; a single one convicts the entries. */
  function explainMisfit({ claim, tile }: (typeof misfits)[number]): Damage {
    const from = fitted(claim.size)
    const other = fitting.find(({ size, signed }) => signed && size >= claim.size)
    if (other && claim.signed) {
      const sentence = `${claim.from} and ${other.from} are both signed, but contradict each other from event ${from} on: the log showed two histories.`
      return { kind: 'split-view', seq: from, sentence }
    }
    if (tile && from >= tile.before.size && claim.size > tile.before.size)
      return explainLast(cut(tile, claim.size), claim.root)
    const sentence = `The events ${from} to ${claim.size - 1} are not the ones that ${claim.from} stands for.`
    return { kind: 'edited', seq: from, sentence }
  }

  return {
    /** The claim of a checkpoint that stands in the log itself: it is about what has been read already. */
    add: (claim: Claim) => judge(claim, tileAt(claim.size)),
    /** A tile was read: the claims that it reaches can be judged. */
    grow(before: Frontier, leaves: readonly Hash[]): void {
      recent.push({ before, leaves })
      if (recent.length > rememberedTiles) recent.shift()
      while (waiting[0] && waiting[0].size <= before.size + leaves.length)
        judge(waiting.shift() as Claim, recent.at(-1))
    },
    fitted: () => fitted(),
    lastTile: () => recent.at(-1),
    conclude({ size, shortness, complete }: Ending) {
      const [first] = misfits.sort((a, b) => a.claim.size - b.claim.size)
      const damages = first ? [explainMisfit(first)] : []
      const beyond = waiting.at(-1)
      if (complete && beyond) damages.push(tooShort(beyond, size, shortness))
      const signed = fitting.filter((claim) => claim.signed)
      if (complete && size > 0 && damages.length + signed.length === 0) damages.push(unsigned)
      return {
        damages,
        fitting: fitting.length,
        signed: Math.max(0, ...signed.map((claim) => claim.size)),
      }
    },
  }
}

const cut = ({ before, leaves }: LastTile, size: number): LastTile => ({
  before,
  leaves: leaves.slice(0, size - before.size),
})

const rootWithin = (tile: LastTile, size: number): Hash => {
  const { before, leaves } = cut(tile, size)
  return root(appendLeaves(before, leaves).frontier)
}

const unsigned: Damage = {
  kind: 'unsigned',
  seq: 0,
  sentence: 'No signed checkpoint covers these events: name one with --checkpoint.',
}

function tooShort(claim: Claim, size: number, shortness: LogSource['shortness']): Damage {
  const what =
    shortness === 'rolled-back' ? 'it was rolled back behind an anchor' : 'its end is cut off'
  const sentence = `The log ends after ${size} events, but ${claim.from} stands for ${claim.size}: ${what}.`
  return { kind: shortness, seq: size, sentence }
}
