import { conflict, Failure } from '../../kernel/errors.ts'
import { appendLeaves, emptyFrontier, type Frontier, root } from '../../tlog/frontier.ts'
import { type Hash, hashesOf, leafHash, sameHash } from '../../tlog/hash.ts'
import { tileWidth } from '../../tlog/tile.ts'
import type { Batches, Extent, Source, Table, Target } from './side.ts'

export type Moved = {
  readonly size: number
  readonly root: Hash
  /** How long nobody could write. */
  readonly heldMs: number
}

export type MoveOptions = {
  /** The name of the new place, for whoever comes to the old one. Without a password. */
  readonly to: string
  readonly progress?: (done: number, of: number) => void
}

async function demandSameVersions(source: Source, target: Target): Promise<void> {
  const [from, to] = await Promise.all([source.versions(), target.versions()])
  if (from.join() !== to.join())
    throw conflict(
      'the store was written by another version of Keepwatch: start this one on it once, then move it',
    )
}

async function carry(batches: Batches, table: Table, target: Target): Promise<void> {
  for await (const rows of batches) await target.insert(table, rows)
}

/** The tree over the hashes of dropped events, as they can be read back from the target. */
async function droppedTree(target: Target): Promise<Frontier> {
  let frontier = emptyFrontier
  for await (const tile of target.leafTiles())
    frontier = appendLeaves(frontier, hashesOf(tile)).frontier
  return frontier
}

/** Goes on with a tree over the events behind it, hashed anew as they can be read back from the target. */
async function grown(frontier: Frontier, target: Target): Promise<Frontier> {
  let growing = frontier
  let pending: Hash[] = []
  for await (const body of target.bodies(frontier.size)) {
    pending.push(leafHash(body))
    if (pending.length < tileWidth) continue
    growing = appendLeaves(growing, pending).frontier
    pending = []
  }
  return appendLeaves(growing, pending).frontier
}

function demandSameRoot(found: Frontier, expected: Frontier): Hash {
  if (found.size === expected.size && sameHash(root(found), root(expected))) return root(expected)
  throw new Failure(
    'unproven',
    'what was carried over does not have the root hash of the log: nothing was moved. Run `keepwatch verify` over the store',
  )
}

/** The tables of the log, which only grow, and the others. */
async function tablesOf(source: Source) {
  const tables = await source.tables()
  const [events, tiles] = ['events', 'leaf_tiles'].map((wanted) =>
    tables.find(({ name }) => name === wanted),
  )
  if (!events || !tiles) throw new Failure('unproven', 'there is no log in the store')
  return { events, tiles, others: tables.filter((table) => ![events, tiles].includes(table)) }
}

type Tables = Awaited<ReturnType<typeof tablesOf>>

const tilesBefore = (seq: number) => Math.floor(seq / tileWidth)

/** Carries what the log has grown by since a moment; gives how it stands now. */
async function carryLog(
  { source, target, tables }: { source: Source; target: Target; tables: Tables },
  since: Extent,
  told: (done: number, of: number) => void,
): Promise<Extent> {
  const now = await source.extent()
  const tiles = { from: tilesBefore(since.first), before: tilesBefore(now.first) }
  const events = { from: Math.max(now.first, since.frontier.size), before: now.frontier.size }
  await target.dropEventsBefore(now.first)
  await carry(source.numbered(tables.tiles, tiles), tables.tiles, target)
  let done = events.from
  for await (const rows of source.numbered(tables.events, events)) {
    await target.insert(tables.events, rows)
    done += rows.length
    told(done, events.before)
  }
  return now
}

const nothing: Extent = { first: 0, frontier: emptyFrontier }

/**
 * Carries a whole store over to another engine. Most of the log travels, and is read back and hashed, while others go on
 * writing; then the source is held, what came since and everything else follows, the target's log must have the same root,
 * and the source is retired. Nothing has changed when it throws: `conflict` for stores of different versions, `unproven` when
 * the log that arrived is not the one that left.
 */
export async function moveStore(
  source: Source,
  target: Target,
  { to, progress = () => {} }: MoveOptions,
): Promise<Moved> {
  await demandSameVersions(source, target)
  const move = { source, target, tables: await tablesOf(source) }
  const early = await carryLog(move, nothing, progress)
  const earlyTree = await grown(await droppedTree(target), target)

  await source.hold()
  const began = performance.now()
  const { first, frontier } = await carryLog(move, early, progress)
  for (const table of move.tables.others) await carry(source.rows(table), table, target)
  const known = first === early.first ? earlyTree : await droppedTree(target)
  const proven = demandSameRoot(await grown(known, target), frontier)
  await target.commit()
  await source.retire(to)
  return { size: frontier.size, root: proven, heldMs: Math.round(performance.now() - began) }
}
