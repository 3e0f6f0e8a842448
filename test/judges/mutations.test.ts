import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from '../../src/tlog/checkpoint.ts'
import { root } from '../../src/tlog/frontier.ts'
import { generateNoteKey, noteSigner, noteVerifier } from '../../src/tlog/note-key.ts'
import type { DamageKind } from '../../src/verify/damage.ts'
import { openTileServer } from '../../src/verify/tile-server.ts'
import { verifyLog } from '../../src/verify/verify-log.ts'
import { memoryLog, numberedEntries } from '../support/memory-log.ts'
import { type Care, chanceOf, changes, type Files, forgedFiles } from './mutate-log.ts'
import { writeLog } from './write-log.ts'

const isFull = process.env['KEEPWATCH_FAULTS'] === 'full'

const count = isFull ? 10_000 : 300
const batchSize = 500
const seed = Number(process.env['KEEPWATCH_FAULTS_SEED'] ?? Date.now() % 1_000_000_000)
const minutes = 60_000 * (isFull ? 60 : 5)

const key = generateNoteKey('log.example/keepwatch')
const signer = noteSigner(key.skey)
const verifiers = [noteVerifier(key.vkey)]

/** Mostly small logs around the edges of subtrees; every seventh has a full tile or more, where the search for a swap is long. */
const sizes = [2, 3, 4, 5, 8, 13, 256, 16, 17, 21, 31, 32, 33, 300, 48, 63, 64, 65, 80, 600]

let scratch: string
let judge: string
const published = new Map<number, Files>()

async function filesIn(folder: string): Promise<Files> {
  const paths = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = paths.filter((entry) => entry.isFile())
  const read = files.map(async ({ parentPath, name }) => {
    const file = join(parentPath, name)
    return [file.slice(folder.length + 1), Uint8Array.from(await readFile(file))] as const
  })
  return new Map(await Promise.all(read))
}

async function publish(size: number): Promise<Files> {
  const folder = await mkdtemp(join(scratch, 'log-'))
  const log = memoryLog(numberedEntries(size))
  await writeLog({ folder, log, signer, earlier: [], proven: [] })
  return filesIn(folder)
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-mutations-'))
  judge = join(scratch, 'tlog-verify')
  const source = join(import.meta.dirname, 'tlog-verify')
  await promisify(execFile)('go', ['build', '-o', judge, '.'], { cwd: source })
  for (const size of sizes) published.set(size, await publish(size))
}, 300_000)

afterAll(() => rm(scratch, { recursive: true }))

async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
}

/** What the judge in Go says about each of these logs. */
async function judgedByGo(logs: readonly Files[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(scratch, 'forged-'))
  const name = (at: number) => String(at).padStart(6, '0')
  for (const [at, files] of logs.entries()) await writeFiles(join(folder, name(at)), files)
  const { stdout } = await promisify(execFile)(judge, ['each', folder])
  await rm(folder, { recursive: true })
  const verdicts = stdout.trim().split('\n')
  expect(verdicts).toHaveLength(logs.length)
  return verdicts
}

/** The kinds of damage that our verifier finds in a log of that size. */
async function foundByUs(files: Files, size: number): Promise<readonly DamageKind[]> {
  const checkpoint = Buffer.from(files.get('checkpoint') ?? []).toString()
  const fetchPath = async (path: string) => files.get(path)
  const source = openTileServer({ from: 'the checkpoint', checkpoint, size, fetchPath })
  const anchors = [...files].filter(([path]) => path.startsWith('growth/'))
  const checkpoints = anchors.map(([from, bytes]) => ({
    from,
    text: Buffer.from(bytes).toString(),
  }))
  const { damages } = await verifyLog({ source, verifiers, checkpoints })
  return damages.map(({ kind }) => kind)
}

type Forged = { readonly files: Files; readonly size: number; readonly what: string }

/** Both judges over many forged logs: which ones each of them took for whole. */
async function missed(make: (at: number) => Forged) {
  const byUs: string[] = []
  const byGo: string[] = []
  const kinds = new Map<DamageKind, number>()
  for (let from = 0; from < count; from += batchSize) {
    const width = Math.min(batchSize, count - from)
    const logs = Array.from({ length: width }, (_, at) => make(from + at))
    for (const { files, size, what } of logs) {
      const [kind] = await foundByUs(files, size)
      if (kind) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      else byUs.push(what)
    }
    const verdicts = await judgedByGo(logs.map(({ files }) => files))
    for (const [at, verdict] of verdicts.entries())
      if (!verdict.includes(' FAIL ')) byGo.push(logs[at]?.what ?? '')
  }
  return { byUs, byGo, kinds: [...kinds.keys()].sort() }
}

const cares: readonly Care[] = ['naive', 'thorough']

/** What our verifier may call each: `edited` is what it says when it cannot know better. */
const names: Readonly<Record<keyof typeof changes, readonly DamageKind[]>> = {
  'a flipped bit': ['edited', 'malformed'],
  'a deleted entry': ['edited', 'missing', 'truncated'],
  'two swapped entries': ['edited', 'reordered'],
  'a duplicated entry': ['duplicated', 'edited', 'inserted'],
  'a truncated end': ['missing', 'truncated'],
  'an inserted entry': ['edited', 'inserted'],
  'another last entry': ['edited'],
}

describe(`both judges refuse all of ${count} logs (seed ${seed}) with`, () => {
  test.each(Object.entries(changes))(
    '%s',
    async (name, change) => {
      const chance = chanceOf(seed)
      const { byUs, byGo, kinds } = await missed((at) => {
        const size = sizes[at % sizes.length] as number
        const care = cares[chance(2)] as Care
        const entries = change(numberedEntries(size), chance)
        const files = forgedFiles(published.get(size) as Files, { entries, size, care })
        return { files, size, what: `${name} in ${size} entries, ${care}, number ${at}` }
      })
      expect({ byUs, byGo }).toEqual({ byUs: [], byGo: [] })
      expect(names[name as keyof typeof changes]).toEqual(expect.arrayContaining(kinds))
    },
    minutes,
  )

  test(
    'an older state in its place, by the newer checkpoint',
    async () => {
      const chance = chanceOf(seed)
      const { byUs, byGo, kinds } = await missed((at) => {
        const size = sizes[at % sizes.length] as number
        const newer = memoryLog(numberedEntries(size + 1 + chance(50)))
        const { frontier } = newer
        const anchor = { origin: signer.name, size: frontier.size, root: root(frontier) }
        const files = new Map(published.get(size))
        files.set('growth/anchor.checkpoint', Buffer.from(signCheckpoint(anchor, [signer])))
        files.set('growth/anchor.proof', new Uint8Array())
        return { files, size, what: `${size} entries instead of ${frontier.size}` }
      })
      expect({ byUs, byGo, kinds }).toEqual({ byUs: [], byGo: [], kinds: ['rolled-back'] })
    },
    minutes,
  )
})

describe('without damage', () => {
  test('both judges accept each of these logs', async () => {
    const logs = sizes.map((size) => ({ size, files: published.get(size) as Files }))
    for (const { files, size } of logs) expect(await foundByUs(files, size)).toEqual([])
    const verdicts = await judgedByGo(logs.map(({ files }) => files))
    expect(verdicts.filter((verdict) => !verdict.includes(' OK '))).toEqual([])
  })

  test('an older state is whole: only a newer checkpoint convicts it', async () => {
    const files = published.get(256) as Files
    expect(await foundByUs(files, 256)).toEqual([])
    expect((await judgedByGo([files]))[0]).toContain(' OK ')
  })
})
