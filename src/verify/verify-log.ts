import { appendLeaves, emptyFrontier, type Frontier, root } from '../tlog/frontier.ts'
import { type Hash, leafHash } from '../tlog/hash.ts'
import type { NoteVerifier } from '../tlog/note-key.ts'
import { tileWidth } from '../tlog/tile.ts'
import { type Claim, openClaims, recordedClaim } from './claim.ts'
import { type ClaimJudge, claimJudge } from './claim-judge.ts'
import { type Damage, Damaged } from './damage.ts'
import { checkKept, checkNumbers } from './diagnosis.ts'
import type { FoundNote, HeldTile, LogSource } from './log-source.ts'
import { checkHead, checkTileRoot } from './tree-check.ts'

export type Verification = {
  readonly source: LogSource
  /** The keys that are believed. */
  readonly verifiers: readonly NoteVerifier[]
  /** Checkpoints from elsewhere: what convicts a log that was put back, or that shows others something else. */
  readonly checkpoints: readonly FoundNote[]
  /** Called after every 256 entries. */
  readonly progress?: (done: number) => void
}

/** What was found. Without damage, all of `size` entries under `root`, of which `signed` are proved by a checkpoint. */
export type Verdict = {
  readonly damages: readonly Damage[]
  readonly size: number
  readonly root: Hash
  /** How many entries at the beginning are only hashes: retention dropped their bytes. */
  readonly dropped: number
  readonly signed: number
  /** How many checkpoints fit. */
  readonly checkpoints: number
}

/** Where a reading stands: the tree over everything that was read, and what is remembered of the way. */
type Reading = {
  frontier: Frontier
  dropped: number
  readonly claims: ClaimJudge
}

/** How a checkpoint's event begins: canonical JSON has its keys in order, and none of its fields comes before this one. */
const beginning = '{"audit_event":"log_checkpoint"'

function fieldsOf(body: string, seq: number): Record<string, unknown> {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new Damaged({ kind: 'malformed', seq, sentence: `Event ${seq} is not JSON.` }, { cause })
  }
}

/** The checkpoints that stand among these entries. Only entries that name the event are parsed. */
function recordedIn({ seqs, bodies }: HeldTile, verifiers: readonly NoteVerifier[]): Claim[] {
  const claims: Claim[] = []
  for (const [at, body] of (bodies ?? []).entries()) {
    if (!body.startsWith(beginning)) continue
    const seq = seqs[at] ?? 0
    claims.push(recordedClaim(String(fieldsOf(body, seq)['note']), seq, verifiers))
  }
  return claims
}

/** A checkpoint speaks of what stood before it: when it counts more, something before it is gone. */
function checkBackwards(claims: readonly Claim[], before: number, fitted: number): void {
  const ahead = claims.find(({ size, recordedAt = size }) => size > recordedAt)
  if (!ahead) return
  const sentence = `${ahead.from} counts ${ahead.size} events before it: some of the events ${fitted} to ${before} are missing.`
  throw new Damaged({ kind: 'missing', seq: fitted, sentence })
}

const keptLeaf = async ({ hashes }: LogSource, seq: number): Promise<Hash | undefined> =>
  seq < 0 ? undefined : (await hashes?.({ level: 0, start: seq, count: 1 }))?.[0]

async function leavesOf(source: LogSource, held: HeldTile, start: number) {
  if (!held.bodies) return held.leaves
  const computed = held.bodies.map(leafHash)
  const find = source.find ?? (async () => undefined)
  await checkNumbers({ expected: start, seqs: held.seqs, computed, find })
  if (held.leaves.length > 0)
    await checkKept({
      start,
      computed,
      kept: held.leaves,
      keptAt: (seq) => keptLeaf(source, seq),
    })
  return computed
}

/** A tile that is not the last must be full; how the last one ends is for `checkHead`. */
function checkWidth({ size, end }: LogSource, start: number, width: number): void {
  if (size === undefined || start + tileWidth > size || width === tileWidth) return
  if (start + width === end) return
  const seq = start + width
  throw new Damaged({ kind: 'missing', seq, sentence: `Event ${seq} is missing.` })
}

/** Retention drops from the beginning only. */
const hole = (seq: number) =>
  new Damaged({ kind: 'missing', seq, sentence: `The events from ${seq} on are missing.` })

async function readTile(
  { source, verifiers }: Verification,
  reading: Reading,
  held: HeldTile,
): Promise<void> {
  const before = reading.frontier
  if (!held.bodies && reading.dropped < before.size) throw hole(before.size)
  const leaves = await leavesOf(source, held, before.size)
  checkWidth(source, before.size, leaves.length)
  const { frontier, closed } = appendLeaves(before, leaves)
  for (const entry of closed) await checkTileRoot(source, entry, { before, leaves })
  reading.frontier = frontier
  if (!held.bodies) reading.dropped = frontier.size
  reading.claims.grow(before, leaves)
  const recorded = recordedIn(held, verifiers)
  checkBackwards(recorded, frontier.size, reading.claims.fitted())
  for (const claim of recorded) reading.claims.add(claim)
}

async function readAll(verification: Verification, reading: Reading): Promise<void> {
  const { source, progress } = verification
  for await (const held of source.tiles()) {
    await readTile(verification, reading, held)
    progress?.(reading.frontier.size)
  }
  checkHead(source, reading.frontier, reading.claims.lastTile())
}

/** Runs until the first damage, which ends the reading; resolves with it. */
async function damageOf(work: Promise<void>): Promise<readonly Damage[]> {
  try {
    await work
    return []
  } catch (error) {
    if (!(error instanceof Damaged)) throw error
    return [error.damage]
  }
}

/**
 * Checks a whole log: that every entry has its hash, that the hashes make the tree that was kept, that every checkpoint
 * fits it, and that nothing was signed beyond it. Reads it once, in constant memory. Stops at the first entry that is
 * damaged; checkpoints that are damaged themselves are reported besides.
 */
export async function verifyLog(verification: Verification): Promise<Verdict> {
  const { source, verifiers, checkpoints } = verification
  const { claims, damages } = openClaims([...source.notes, ...checkpoints], verifiers)
  const reading: Reading = { frontier: emptyFrontier, dropped: 0, claims: claimJudge(claims) }
  const inside = await damageOf(readAll(verification, reading))
  const { frontier, dropped } = reading
  const judged = reading.claims.conclude({
    size: frontier.size,
    shortness: source.shortness,
    complete: inside.length === 0,
  })
  return {
    damages: [...inside, ...judged.damages, ...damages],
    size: frontier.size,
    root: root(frontier),
    dropped,
    signed: judged.signed,
    checkpoints: judged.fitting,
  }
}
