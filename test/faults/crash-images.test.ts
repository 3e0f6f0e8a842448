import { randomFillSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { crashDisk, type Luck } from './support/crash-disk.ts'
import { faults } from './support/effort.ts'
import { memoryFolder } from './support/memory-folder.ts'
import { faultSeed, type Random, randomFrom, say } from './support/random.ts'
import { type Recorded, type Recording, record } from './support/recording.ts'
import { reopen } from './support/reopen.ts'

/**
 * Power that goes at any moment. What real processes did to a data folder is recorded call by call (strace); from that come
 * thousands of disks on which everything that was not flushed is there, missing, out of order or torn (`crash-disk.ts` says
 * which of these are possible, and why). The real store opens each of them, and must find every event that was acknowledged
 * until then and nothing but a beginning of the log as it really was: with the tree, the records, the keys and the anchor
 * that belong to it.
 */

const seed = faultSeed()
let recording: Recording

beforeAll(async () => {
  say('crash images', { seed })
  recording = await record(randomFrom(seed))
}, 300_000)

type Image = {
  /** Where the power went, for whoever looks into a failure. */
  readonly when: string
  readonly files: ReadonlyMap<string, Uint8Array>
  /** The number of the newest event that had been acknowledged; -1 when none had. */
  readonly acknowledged: number
}

/** The index of the write-ahead log is no data: whoever opens the database first makes it anew, whatever lies there. */
const isIndex = (name: string) => name.endsWith('-shm')

function write(folder: string, { files }: Image): void {
  for (const [name, bytes] of files)
    writeFileSync(join(folder, name), isIndex(name) ? randomFillSync(Buffer.alloc(32_768)) : bytes)
}

/** What is wrong with an image, a sentence each. */
async function problemsOf(image: Image): Promise<readonly string[]> {
  const folder = mkdtempSync(join(memoryFolder, 'keepwatch-image-'))
  try {
    write(folder, image)
    const { size, entries, gaps, problems } = await reopen(folder)
    const missing = image.acknowledged >= size ? [`${image.acknowledged} of ${size} is lost`] : []
    const others = entries.filter(({ seq, body }) => recording.bodies.get(seq) !== body)
    return [
      ...missing,
      ...others.map(({ seq }) => `event ${seq} is another one`),
      ...gaps.map((seq) => `event ${seq} stands in the wrong place`),
      ...problems,
    ]
  } catch (error) {
    return [`it does not open: ${error}`]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Wanted = { readonly at: number; readonly luck: Luck }

const lucks: readonly Luck[] = ['none', 'some', 'some', 'torn', 'torn']

/** Nearly all operations write to the database and its logs; the others come once and are as delicate. */
const isRare = (operation: Recorded) =>
  operation.kind !== 'acknowledged' &&
  !('name' in operation && /\.db(-wal|-shm)?$/.test(operation.name))

/** Of all the images that must be there, as many as there is room for. */
function sample(sure: readonly Wanted[], room: number, random: Random): readonly Wanted[] {
  return sure.length <= room ? sure : sure.filter(() => random.chance(room / sure.length))
}

/**
 * Every kind of luck after each operation on a file that is not written all the time. Nothing but what was flushed right
 * after each acknowledgement, and every prefix of the operations as it was: with `--full` all of them. The rest at random.
 */
function wanted(operations: readonly Recorded[], count: number): readonly Wanted[] {
  const random = randomFrom(seed)
  const sure: Wanted[] = []
  const rare: Wanted[] = []
  for (const [at, operation] of operations.entries()) {
    sure.push({ at, luck: operation.kind === 'acknowledged' ? 'none' : 'all' })
    if (isRare(operation)) rare.push(...lucks.map((luck) => ({ at, luck })))
  }
  const chosen = [...sample(rare, count * 0.35, random), ...sample(sure, count * 0.45, random)]
  const rest = Array.from(
    { length: Math.max(count * 0.2, count - chosen.length) },
    (): Wanted => ({
      at: random.below(operations.length),
      luck: lucks[random.below(lucks.length)] ?? 'none',
    }),
  )
  return [...chosen, ...rest].toSorted((one, other) => one.at - other.at)
}

const told = (operation: Recorded) =>
  'name' in operation ? `${operation.kind} ${operation.name}` : operation.kind

/** Does the operations one by one, and takes the images that are wanted on the way. */
function* images(operations: readonly Recorded[], wishes: readonly Wanted[]): Generator<Image> {
  const random = randomFrom(seed)
  const disk = crashDisk()
  let [next, acknowledged] = [0, -1]
  for (const [at, operation] of operations.entries()) {
    if (operation.kind === 'acknowledged')
      acknowledged = Math.max(acknowledged, recording.seqs.get(operation.marker) ?? Infinity)
    else disk.do(operation)
    for (; wishes[next]?.at === at; next++) {
      const luck = wishes[next]?.luck ?? 'none'
      const when = `after operation ${at} (${told(operation)}), ${luck} of what was not flushed`
      yield { when, files: disk.image(luck, random), acknowledged }
    }
  }
}

async function judge(operations: readonly Recorded[], count: number) {
  const found: string[] = []
  let [taken, damaged] = [0, 0]
  for (const image of images(operations, wanted(operations, count))) {
    const problems = await problemsOf(image)
    if (problems.length > 0) damaged++
    found.push(...problems.map((problem) => `${image.when}: ${problem}`))
    taken++
  }
  return { taken, damaged, found }
}

test('the recording goes through everything that a store does to its disk', () => {
  const { operations, seqs } = recording
  const count = (wanted: object) =>
    operations.filter((operation) => isDeepStrictEqual({ ...operation, ...wanted }, operation))
      .length

  expect(count({ kind: 'acknowledged' })).toBe(seqs.size)
  // Its beginning is written when a process opens it, and again after it was copied into the database.
  expect(count({ kind: 'write', name: 'keepwatch.db-wal', at: 0 })).toBeGreaterThan(4)
  expect(count({ kind: 'remove', name: 'keepwatch.db-wal' })).toBeGreaterThan(2)
  expect(count({ kind: 'rename', to: 'log-anchor' })).toBeGreaterThan(4)
  expect(count({ kind: 'rename', to: 'log-key' })).toBe(1)
})

test('whatever the disk holds when the power goes, nothing acknowledged is lost', async () => {
  const { operations, bodies } = recording
  const count = faults({ few: 1_000, many: 20_000 })

  const { taken, damaged, found } = await judge(operations, count)

  const figures = { operations: operations.length, events: bodies.size }
  say('crash images', { images: taken, damaged, ...figures })
  expect(found).toEqual([])
  expect(taken).toBeGreaterThanOrEqual(count)
}, 3_600_000)

test('a disk that forgets what was flushed is found out', async () => {
  const forgetful = recording.operations.filter(({ kind }) => kind !== 'flush')

  const { taken, damaged } = await judge(forgetful, 100)

  say('crash images of a disk that lies', { images: taken, damaged })
  expect(damaged).toBeGreaterThan(taken / 4)
}, 300_000)
