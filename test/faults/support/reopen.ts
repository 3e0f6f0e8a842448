import { join } from 'node:path'
import { newOpaqueToken } from '../../../src/access/opaque-token.ts'
import { readVerifiers } from '../../../src/cli/verify/open-source.ts'
import { serverKeyIn, setupCodeIn } from '../../../src/data-folder.ts'
import { checkAnchor } from '../../../src/events/anchor.ts'
import { signLog } from '../../../src/events/checkpointing.ts'
import { openOwn } from '../../../src/events/log-identity.ts'
import { anchorIn, logIdentityIn } from '../../../src/log-files.ts'
import { checkDatabase } from '../../../src/store/embedded/check-database.ts'
import { openEmbeddedStore } from '../../../src/store/embedded/embedded-store.ts'
import type { LogEntry, Store } from '../../../src/store/store.ts'
import { appendLeaves, emptyFrontier, root } from '../../../src/tlog/frontier.ts'
import { type Hash, leafHash, sameHash } from '../../../src/tlog/hash.ts'
import { treeRoot } from '../../../src/tlog/subtree.ts'
import { tileWidth } from '../../../src/tlog/tile.ts'
import { openDataFolder } from '../../../src/verify/data-folder.ts'
import { verifyLog } from '../../../src/verify/verify-log.ts'

/** What a data folder turned out to hold. */
export type Reopened = {
  readonly size: number
  /** The events whose bytes are kept, oldest first. */
  readonly entries: readonly LogEntry[]
  /** Of the requests that the events tell of, in the order of the log. */
  readonly markers: readonly string[]
  /** Sequence numbers that are not where they should be. */
  readonly gaps: readonly number[]
  /** Everything else that should not be, a sentence each. */
  readonly problems: readonly string[]
}

type Told = Readonly<Record<string, string | number>>

/** What devices of tests call themselves before they read anything that counts here. */
const boundVersion = 'ms17.5.0'

const changes = ['record_add', 'record_update']

function markersOf(events: readonly Told[]): readonly string[] {
  return events.flatMap(({ audit_event = '', record_uid, revision, client_version }) => {
    if (changes.includes(String(audit_event))) return [`${record_uid} ${revision}`]
    const isRead = audit_event === 'app_client_access' && client_version !== boundVersion
    return isRead ? [String(client_version)] : []
  })
}

/** Records and their events commit together, so the newest event of a record tells its revision. */
async function stateProblems(store: Store, events: readonly Told[]): Promise<readonly string[]> {
  const told = new Map<string, number>()
  for (const { audit_event = '', record_uid, revision } of events)
    if (changes.includes(String(audit_event))) told.set(String(record_uid), Number(revision))
  const kept = await store.read(async ({ records, accounts }) => {
    const owners = await accounts.list()
    return (await Promise.all(owners.map((owner) => records.listOf(owner.account_uid)))).flat()
  })
  const revisions = new Map(kept.map(({ record_uid, revision }) => [record_uid, revision]))
  return [...told]
    .filter(([uid, revision]) => revisions.get(uid) !== revision)
    .map(([uid, told]) => `record ${uid}: revision ${revisions.get(uid)}, its event says ${told}`)
}

async function droppedLeaves(store: Store, first: number): Promise<readonly Hash[]> {
  const tiles = Array.from({ length: first / tileWidth }, (_, tile) =>
    store.events.hashes({ level: 0, start: tile * tileWidth, count: tileWidth }),
  )
  return (await Promise.all(tiles)).flat()
}

/** The tree over what is there, leaf by leaf, against both that the store keeps: its right edge and its tiles. */
async function treeProblems(store: Store, entries: readonly LogEntry[]) {
  const { events } = store
  const leaves = [
    ...(await droppedLeaves(store, await events.first())),
    ...entries.map(({ body }) => leafHash(body)),
  ]
  const computed = root(appendLeaves(emptyFrontier, leaves).frontier)
  const head = await events.head()
  const problems: string[] = []
  if (head.size !== leaves.length)
    problems.push(`${leaves.length} events, the tree has ${head.size}`)
  if (!sameHash(root(head), computed)) problems.push('the root is not that of the events')
  if (!sameHash(await treeRoot(head.size, events.hashes), computed))
    problems.push('the tiles are not those of the events')
  return problems
}

/** As a start does it: the anchor must not be ahead of the log, nor behind the checkpoint that is shown to others. */
async function anchorProblems(store: Store, folder: string): Promise<readonly string[]> {
  const identity = await logIdentityIn(folder)
  const note = await anchorIn(folder).read()
  const shown = await store.read(({ checkpoint }) => checkpoint.find())
  try {
    await checkAnchor(store, note, identity)
    const anchored = note ? openOwn(identity, note).size : 0
    return anchored < (shown?.size ?? 0) ? [`${shown?.size} shown, ${anchored} anchored`] : []
  } catch (error) {
    return [`the anchor: ${error}`]
  }
}

/** The rest that a start reads from files. A code of the wrong length would be known to others, or to nobody. */
async function startProblems(store: Store, folder: string): Promise<readonly string[]> {
  await serverKeyIn(folder)
  const setup = await setupCodeIn(folder, store)
  if (!setup || setup.code.length === newOpaqueToken().length) return []
  return [`the setup code has ${setup.code.length} characters`]
}

/** What `keepwatch verify --data` says, which shares no code with the store. */
async function damages(folder: string): Promise<readonly string[]> {
  const verifiers = await readVerifiers({ data: folder })
  const source = openDataFolder(folder)
  try {
    const verdict = await verifyLog({ source, verifiers, checkpoints: [] })
    return verdict.damages.map(({ kind, sentence }) => `${kind}: ${sentence}`)
  } finally {
    source.close()
  }
}

async function look(store: Store, folder: string): Promise<Reopened> {
  const { events } = store
  const [size, first] = [await events.size(), await events.first()]
  const entries = await events.readAfter(first - 1, { limit: size + 1 })
  const told = entries.map(({ body }) => JSON.parse(body) as Told)
  const problems = [
    ...(await anchorProblems(store, folder)),
    ...(await treeProblems(store, entries)),
    ...(await stateProblems(store, told)),
    ...(await startProblems(store, folder)),
  ]
  const identity = await logIdentityIn(folder)
  await signLog({ store, identity, anchor: anchorIn(folder) })
  const gaps = entries.flatMap(({ seq }, at) => (seq === first + at ? [] : [seq]))
  return { size, entries, markers: markersOf(told), gaps, problems }
}

/** Opens a folder as a start would, and looks at everything in it. Throws when it does not open, or is damaged as a file. */
export async function reopen(folder: string): Promise<Reopened> {
  const store = await openEmbeddedStore({ folder })
  const found = await look(store, folder).finally(() => store.close())
  checkDatabase(join(folder, 'keepwatch.db'))
  return { ...found, problems: [...found.problems, ...(await damages(folder))] }
}
