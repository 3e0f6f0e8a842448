import { DatabaseSync } from 'node:sqlite'
import { Failure } from '../../kernel/errors.ts'
import { appendLeaves, decodeFrontier, emptyFrontier, root } from '../../tlog/frontier.ts'
import { type Hash, hashesOf, leafHash, sameHash } from '../../tlog/hash.ts'
import { tileWidth } from '../../tlog/tile.ts'
import type { SavedCheckpoint } from '../state/checkpoint.ts'
import type { Progress } from './backup-file.ts'

/** What a database holds, after all of it was read and hashed again. */
export type CheckedDatabase = {
  readonly size: number
  readonly checkpoint?: SavedCheckpoint
  /** The root over as many events as the checkpoint covers. */
  readonly signedRoot?: Hash
  /** When its newest event was recorded. */
  readonly newest?: string
}

const damaged = (sentence: string) => new Failure('unproven', sentence)

function* leavesOf(database: DatabaseSync): Generator<Hash> {
  for (const { hashes } of database
    .prepare('select hashes from leaf_tiles order by position')
    .iterate() as Iterable<{ hashes: Uint8Array }>)
    yield* hashesOf(hashes)
  for (const { seq, body, leaf } of database
    .prepare('select seq, body, leaf from events order by seq')
    .iterate() as Iterable<{ seq: number; body: string; leaf: Hash }>) {
    const hash = leafHash(body)
    if (!sameHash(hash, leaf)) throw damaged(`event ${seq} is not the one that was written`)
    yield hash
  }
}

function demandIntegrity(database: DatabaseSync): void {
  const [first] = database.prepare('pragma integrity_check(1)').all()
  const finding = String(Object.values(first ?? {})[0])
  if (finding !== 'ok') throw damaged(`the database is damaged: ${finding}`)
}

/** The roots over all leaves, and over the first `signed` of them. */
function rootsOf(leaves: Iterable<Hash>, signed: number, progress: (done: number) => void) {
  let frontier = emptyFrontier
  let signedRoot = signed === 0 ? root(frontier) : undefined
  let pending: Hash[] = []
  const flush = () => {
    frontier = appendLeaves(frontier, pending).frontier
    pending = []
    if (frontier.size === signed) signedRoot = root(frontier)
    progress(frontier.size)
  }
  for (const leaf of leaves) {
    pending.push(leaf)
    if (pending.length === tileWidth || frontier.size + pending.length === signed) flush()
  }
  flush()
  return { size: frontier.size, root: root(frontier), signedRoot }
}

function check(database: DatabaseSync, progress?: Progress): CheckedDatabase {
  demandIntegrity(database)
  const row = database.prepare('select frontier from log_head').get()
  const head = row ? decodeFrontier(row['frontier'] as Uint8Array) : emptyFrontier
  const checkpoint = database.prepare('select size, note from checkpoint').get() as
    | SavedCheckpoint
    | undefined
  const hashed = rootsOf(leavesOf(database), checkpoint?.size ?? -1, (done) =>
    progress?.(done, head.size),
  )
  if (hashed.size !== head.size || !sameHash(hashed.root, root(head)))
    throw damaged('the events are not the ones that the tree was built over')
  if (checkpoint && !hashed.signedRoot) throw damaged('more events were signed than there are')
  const newest = database
    .prepare("select body ->> 'recorded_at' as at from events order by seq desc limit 1")
    .get()?.['at']
  return {
    size: hashed.size,
    ...(checkpoint && { checkpoint }),
    ...(hashed.signedRoot && { signedRoot: hashed.signedRoot }),
    ...(newest && { newest: String(newest) }),
  }
}

/** Reads a whole database that nobody writes to, and hashes every event again. Throws `unproven` with what is wrong. */
export function checkDatabase(file: string, progress?: Progress): CheckedDatabase {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return check(database, progress)
  } finally {
    database.close()
  }
}
