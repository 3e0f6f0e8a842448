import type { FileOperation } from './file-trace.ts'
import type { Random } from './random.ts'

/**
 * What may be on a disk after the power went, as far as POSIX promises anything (the model of ALICE, Pillai et al., OSDI
 * 2014, taken strictly):
 *
 * - What a file held when an fsync of it began is there once that has returned.
 * - Of every later write any part may be there, in units of a sector of 512 bytes, whatever was written before or after
 *   it: so writes are lost, reordered and torn. A file may have grown without its bytes, which are zeros then.
 * - A file's name is another matter than its bytes: names that were made, moved or removed since the last fsync of the
 *   folder may have changed on the disk or not, each by itself. An fsync of the file does not keep its name.
 * - Nothing is promised between files.
 *
 * A sector is never half written, and one that is not written to is not damaged (SQLite's "powersafe overwrite"): drives
 * keep both with a checksum a sector.
 */
const sector = 512

type Bytes = Buffer<ArrayBufferLike>

type Patch = { readonly at: number; readonly bytes: Uint8Array } | { readonly size: number }

/** A file apart from its names. */
type Content = {
  /** What is certainly on the disk. */
  stable: Bytes
  /** What was done to it since. */
  pending: Patch[]
  /** How much of it a flush that is under way will have put on the disk. */
  covered?: number
  /** How large the process sees it. */
  size: number
}

type Deeds = {
  readonly [Kind in FileOperation['kind']]: (
    operation: Extract<FileOperation, { kind: Kind }>,
  ) => void
}

type Naming = (names: Map<string, Content>) => void

/** How much of what is not certain happens to be on the disk. */
export type Luck = 'all' | 'none' | 'some' | 'torn'

const endOf = (patch: Patch) => ('size' in patch ? patch.size : patch.at + patch.bytes.length)

/** A copy of a content with patches on it. A place that was never written holds zeros. */
function patched(content: Bytes, patches: readonly Patch[]): Bytes {
  const room = patches.reduce((most, patch) => Math.max(most, endOf(patch)), content.length)
  const result = Buffer.alloc(room)
  result.set(content)
  let length = content.length
  for (const patch of patches) {
    if ('bytes' in patch) result.set(patch.bytes, patch.at)
    else result.fill(0, patch.size)
    length = 'bytes' in patch ? Math.max(length, endOf(patch)) : patch.size
  }
  return result.subarray(0, length)
}

/** The parts of a write that lie in one sector each. */
function* sectorsOf(at: number, bytes: Uint8Array): Generator<Patch> {
  const end = at + bytes.length
  for (let from = at; from < end; ) {
    const to = Math.min(end, (Math.floor(from / sector) + 1) * sector)
    yield { at: from, bytes: bytes.subarray(from - at, to - at) }
    from = to
  }
}

const partsOf = (patch: Patch, luck: Luck): Iterable<Patch> =>
  luck === 'torn' && 'bytes' in patch ? sectorsOf(patch.at, patch.bytes) : [patch]

/** A content as the disk may hold it. */
function survivor({ stable, pending, size }: Content, luck: Luck, random: Random): Bytes {
  if (luck === 'none') return stable
  if (luck === 'all') return patched(stable, pending)
  const share = 0.1 + random.below(9) / 10
  const kept = pending
    .flatMap((patch) => [...partsOf(patch, luck)])
    .filter(() => random.chance(share))
  const grown = luck === 'torn' && random.chance(0.2) ? [...kept, { size }] : kept
  return patched(stable, grown)
}

function beginFlush(content: Content | undefined): void {
  if (content) content.covered = content.pending.length
}

function endFlush(content: Content | undefined): void {
  if (!content) return
  const { covered = content.pending.length } = content
  content.stable = patched(content.stable, content.pending.splice(0, covered))
  delete content.covered
}

/** A disk to which one operation after the other is done, and of which images can be taken in between. */
export function crashDisk() {
  const names = new Map<string, Content>()
  let stableNames = new Map<string, Content>()
  let pendingNames: Naming[] = []

  function rename(change: Naming) {
    change(names)
    pendingNames.push(change)
  }

  function change(name: string, patch: (size: number) => Patch) {
    const content = names.get(name)
    if (!content) return
    const made = patch(content.size)
    content.pending.push(made)
    content.size = 'size' in made ? made.size : Math.max(content.size, made.at + made.bytes.length)
  }

  function make(name: string) {
    if (names.has(name)) return
    const content: Content = { stable: Buffer.alloc(0), pending: [], size: 0 }
    rename((names) => names.set(name, content))
  }

  function move(name: string, to: string) {
    const content = names.get(name)
    if (!content) throw new Error(`${name} was renamed and is not there`)
    rename((names) => {
      names.delete(name)
      names.set(to, content)
    })
  }

  const deeds: Deeds = {
    make: ({ name }) => make(name),
    rename: ({ name, to }) => move(name, to),
    remove: ({ name }) => rename((names) => names.delete(name)),
    'flush-begins': ({ name }) => beginFlush(names.get(name)),
    flush: ({ name }) => endFlush(names.get(name)),
    cut: ({ name, size }) => change(name, () => ({ size })),
    write: ({ name, at, bytes }) => change(name, (size) => ({ at: at ?? size, bytes })),
    say: () => {},
    'flush-names': () => {
      stableNames = new Map(names)
      pendingNames = []
    },
  }

  return {
    do: (operation: FileOperation) =>
      (deeds[operation.kind] as (operation: FileOperation) => void)(operation),
    /** The files of a disk that lost its power now. */
    image(luck: Luck, random: Random): ReadonlyMap<string, Bytes> {
      const survived = new Map(stableNames)
      for (const naming of pendingNames)
        if (luck === 'all' || (luck !== 'none' && random.chance(0.5))) naming(survived)
      return new Map(
        [...survived].map(([name, content]) => [name, survivor(content, luck, random)]),
      )
    },
  }
}
