import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatCheckpoint, openCheckpoint, signCheckpoint } from '../../src/tlog/checkpoint.ts'
import { root } from '../../src/tlog/frontier.ts'
import { generateNoteKey, noteSigner, noteVerifier } from '../../src/tlog/note-key.ts'
import { memoryLog, numberedEntries } from '../support/memory-log.ts'
import { writeLog } from './write-log.ts'

const key = generateNoteKey('log.example/keepwatch')
const signer = noteSigner(key.skey)

let scratch: string
let judge: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-judge-'))
  judge = join(scratch, 'tlog-verify')
  const source = join(import.meta.dirname, 'tlog-verify')
  await promisify(execFile)('go', ['build', '-o', judge, '.'], { cwd: source })
}, 300_000)

afterAll(() => rm(scratch, { recursive: true }))

/** What the judge says about a folder, and the code that it exits with. */
function judged(folder: string): { verdict: string; code: number | null } {
  const { stdout, status } = spawnSync(judge, [folder], { encoding: 'utf8' })
  return { verdict: stdout.trim(), code: status }
}

async function publish(size: number, claims: { earlier: number[]; proven: number[] }) {
  const log = memoryLog(numberedEntries(size))
  const folder = await mkdtemp(join(scratch, 'log-'))
  await writeLog({ folder, log, signer, ...claims })
  return { folder, log }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

describe('the Go checksum database code agrees', () => {
  test('with a log of 1,000 entries, its growth and every proof', async () => {
    const all = Array.from({ length: 1000 }, (_, index) => index)
    const { folder, log } = await publish(1000, { earlier: all.slice(1), proven: all })
    expect(judged(folder)).toEqual({
      verdict: `OK size=1000 root=${base64(root(log.frontier))} tiles=5 growths=999 proofs=1000`,
      code: 0,
    })
  })

  test('with a log of 70,000 entries, whose tiles reach level 2', async () => {
    const { folder } = await publish(70_000, {
      earlier: [1, 255, 256, 257, 65_535, 65_536, 65_537, 69_999, 70_000],
      proven: [0, 255, 256, 65_535, 65_536, 69_999],
    })
    expect(judged(folder).verdict).toMatch(/^OK size=70000 .* tiles=277 growths=9 proofs=6$/)
  })

  test('with each way in which a small log can end', async () => {
    for (const size of [1, 2, 3, 255, 256, 257, 512]) {
      const { folder } = await publish(size, { earlier: [1, size], proven: [0, size - 1] })
      expect(judged(folder).verdict).toMatch(new RegExp(`^OK size=${size} `))
    }
  })

  test('with every byte of a signed checkpoint, in both directions', () => {
    const checkpoint = { origin: signer.name, size: 3, root: root(memoryLog([]).frontier) }
    const input = formatCheckpoint(checkpoint)
    const signedByGo = spawnSync(judge, ['sign', key.skey], { input, encoding: 'utf8' }).stdout
    expect(signedByGo).toBe(signCheckpoint(checkpoint, [signer]))
    expect(openCheckpoint(signedByGo, [noteVerifier(key.vkey)])).toMatchObject({ size: 3 })
  })
})

describe('the judge is not blind: it refuses', () => {
  test.each([
    ['an edited entry', 'tile/entries/000', /root/],
    ['an edited tile', 'tile/0/001.p/44', /not the hashes/],
    ['an edited tile above', 'tile/1/000.p/1', /not the hashes/],
    ['an edited checkpoint', 'checkpoint', /checkpoint/],
    ['an edited growth', 'growth/7.proof', /7\.checkpoint/],
    ['an edited proof', 'proofs/9.tlog-proof', /9\.tlog-proof/],
  ])('%s', async (_, path, reason) => {
    const { folder } = await publish(300, { earlier: [7], proven: [9] })
    const file = join(folder, path)
    const bytes = await readFile(file)
    const middle = bytes.length >> 1
    bytes[middle] = (bytes[middle] ?? 0) ^ 1
    await writeFile(file, bytes)
    const { verdict, code } = judged(folder)
    expect(code).toBe(1)
    expect(verdict).toMatch(/^FAIL /)
    expect(verdict).toMatch(reason)
  })

  test('an entry cut off the end', async () => {
    const { folder } = await publish(300, { earlier: [], proven: [] })
    const file = join(folder, 'tile/entries/001.p/44')
    await writeFile(file, (await readFile(file)).subarray(0, -1))
    expect(judged(folder)).toEqual({ verdict: 'FAIL tile/entries/001.p/44: torn', code: 1 })
  })
})
