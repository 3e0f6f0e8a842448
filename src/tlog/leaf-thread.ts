import { textThread } from '../kernel/text-thread.ts'
import { hashBytes } from './hash.ts'

/** Entries that one of the two takes at a time. */
export const runLength = 32
const mostEntries = 512
const mostBytes = 1_048_576
const mostBytesOfAUnit = 3

/**
 * Numbers that both threads see: which order is the newest, which was carried out last (-1 until the thread has started), how many
 * entries the order has, how many runs of them nobody has taken yet, and where in the text each entry ends.
 */
const places = { ordered: 0, done: 1, count: 2, left: 3, ends: 4 } as const

type Shared = {
  readonly numbers: SharedArrayBuffer
  /** 0x00 ‖ entry, one after the other. */
  readonly text: SharedArrayBuffer
  readonly hashes: SharedArrayBuffer
}

type Given = {
  readonly at: typeof places
  readonly runLength: number
  readonly hashBytes: number
  readonly shared: Shared
}

/** What the thread does: it sleeps until there is a new order, and takes run after run of it, the last one first. */
function thread(): void {
  const { hash } = process.getBuiltinModule('node:crypto')
  const { workerData } = process.getBuiltinModule('node:worker_threads')
  const { at, runLength, hashBytes, shared } = workerData as Given
  const numbers = new Int32Array(shared.numbers)
  const text = Buffer.from(shared.text)
  const hashes = Buffer.from(shared.hashes)
  // Hashing through a view that is kept costs less than making one of each entry.
  const entry = Buffer.alloc(16_384)
  const starts: Buffer[] = []

  function entryFrom(start: number, end: number): Buffer {
    const length = end - start
    if (length > entry.length) return text.subarray(start, end)
    text.copy(entry, 0, start, end)
    starts[length] ??= entry.subarray(0, length)
    return starts[length]
  }

  function hashRun(from: number, to: number): void {
    let start = from === 0 ? 0 : Number(numbers[at.ends + from - 1])
    for (let n = from; n < to; n++) {
      const end = Number(numbers[at.ends + n])
      hashes.write(hash('sha256', entryFrom(start, end), 'latin1'), hashBytes * n, 'latin1')
      start = end
    }
  }

  function carryOut(): void {
    const count = Number(numbers[at.count])
    let from = runLength * Math.ceil(count / runLength)
    for (let to = count; Atomics.sub(numbers, at.left, 1) > 0; to = from) {
      from -= runLength
      hashRun(from, to)
    }
  }

  for (let order = 0; ; order = Atomics.load(numbers, at.ordered)) {
    if (order > 0) carryOut()
    Atomics.store(numbers, at.done, order)
    Atomics.notify(numbers, at.done)
    Atomics.wait(numbers, at.ordered, order)
  }
}

function shareMemory(): Shared {
  const numbers = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (places.ends + mostEntries))
  new Int32Array(numbers)[places.done] = -1
  return {
    numbers,
    text: new SharedArrayBuffer(mostBytes),
    hashes: new SharedArrayBuffer(mostEntries * hashBytes),
  }
}

/** Writes entries behind their prefix, one after the other; false when they are too many or too long. */
function putEntries(
  { numbers, text }: { numbers: Int32Array; text: Buffer },
  entries: readonly string[],
) {
  if (entries.length > mostEntries) return false
  let to = 0
  for (const [n, entry] of entries.entries()) {
    if (to + 1 + entry.length * mostBytesOfAUnit > mostBytes) return false
    text[to] = 0x00
    to += 1 + text.write(entry, to + 1)
    numbers[places.ends + n] = to
  }
  numbers[places.count] = entries.length
  return true
}

/**
 * A thread that takes leaf hashes (RFC 9162 §2.1.1) together with whoever asks it: the caller takes runs of `runLength` entries from the
 * front, the thread from the back, until none is left.
 */
export type LeafThread = {
  /** Begins to share these entries; false when they are too many, and while the thread starts or does not answer. */
  begin(entries: readonly string[]): boolean
  /** Whether the next run is the caller's. */
  claim(): boolean
  /** The hashes of all entries side by side, without those of the runs that the caller took. Undefined when the thread does not answer. */
  finished(): Uint8Array | undefined
  end(): Promise<unknown>
}

/** Starts the thread, which does not keep the process alive. Whoever waits for it does so for `patienceMs` at most. */
export function leafThread(patienceMs = 100): LeafThread {
  const shared = shareMemory()
  const given: Given = { at: places, runLength, hashBytes, shared }
  const worker = textThread(thread, given)
  // Whoever asks notices that no answer comes, and does without; an error that nobody hears would end the process.
  worker.once('error', () => {})
  const numbers = new Int32Array(shared.numbers)
  const text = Buffer.from(shared.text)
  const hashes = new Uint8Array(shared.hashes)
  const isDone = () => Atomics.load(numbers, places.done) === Atomics.load(numbers, places.ordered)

  return {
    begin(entries) {
      if (!isDone() || !putEntries({ numbers, text }, entries)) return false
      Atomics.store(numbers, places.left, Math.ceil(entries.length / runLength))
      Atomics.add(numbers, places.ordered, 1)
      Atomics.notify(numbers, places.ordered)
      return true
    },
    claim: () => Atomics.sub(numbers, places.left, 1) > 0,
    finished() {
      Atomics.wait(numbers, places.done, Atomics.load(numbers, places.ordered) - 1, patienceMs)
      return isDone() ? hashes : undefined
    },
    end: () => worker.terminate(),
  }
}
