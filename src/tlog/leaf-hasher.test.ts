import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Hash, leafHash } from './hash.ts'
import { leafHasher } from './leaf-hasher.ts'
import { leafThread } from './leaf-thread.ts'

const texts = (most: number, least = 0) =>
  fc.array(fc.string({ unit: 'binary' }), { minLength: least, maxLength: most })

const many = Array.from({ length: 500 }, (_, n) => `${n} ${'水'.repeat(n)}`)

/** A thread that has started: until then it takes no part. */
async function startedThread(patienceMs?: number) {
  const thread = leafThread(patienceMs)
  onTestFinished(async () => void (await thread.end()))
  await vi.waitFor(() => expect(thread.begin([])).toBe(true), 10_000)
  expect(thread.finished()).toBeDefined()
  return thread
}

/** What was told of entries; it is over when the next ones are hashed. */
function toldOf(hashed: ReturnType<typeof leafHasher>, entries: readonly string[]) {
  const told: Hash[] = []
  const leaves = hashed(entries, (leaf, at) => {
    told[at] = Uint8Array.from(leaf)
  })
  expect(leaves.map((leaf) => Uint8Array.from(leaf))).toEqual(told)
  return told
}

const leavesOf = (entries: readonly string[]) =>
  entries.map((entry) => new Uint8Array(leafHash(entry)))

test('a batch of entries has the hash of each, whatever was hashed before in its place', () => {
  const hashed = leafHasher()
  fc.assert(
    fc.property(texts(40), (entries) => {
      expect(toldOf(hashed, entries)).toEqual(leavesOf(entries))
    }),
  )
})

test('a second thread hashes what the first one leaves to it', async () => {
  const thread = await startedThread()
  const shared = leafHasher((entries) => (thread.begin(entries) ? thread : undefined))
  const leavesAll = { ...thread, claim: () => false }
  const handedOver = leafHasher((entries) => (thread.begin(entries) ? leavesAll : undefined))
  fc.assert(
    fc.property(texts(200), (entries) => {
      expect(toldOf(shared, entries)).toEqual(leavesOf(entries))
      expect(toldOf(handedOver, entries)).toEqual(leavesOf(entries))
    }),
  )
  expect(toldOf(handedOver, many)).toEqual(leavesOf(many))
})

test('the thread takes no more than there is room for', async () => {
  const thread = await startedThread()
  expect(thread.begin(Array.from({ length: 513 }, String))).toBe(false)
  expect(thread.begin(['水'.repeat(400_000)])).toBe(false)
  expect(thread.begin(many)).toBe(true)
})

test('who waits in vain for the thread hashes what it left', async () => {
  const thread = await startedThread(20)
  await thread.end()
  expect(thread.begin(many)).toBe(true)
  const hashed = leafHasher(() => ({ ...thread, claim: () => false }))
  expect(toldOf(hashed, many)).toEqual(leavesOf(many))
  expect(thread.begin(many)).toBe(false)
})
