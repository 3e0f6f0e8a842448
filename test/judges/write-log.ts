import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { encodeBase64 } from '../../src/tlog/base64.ts'
import { signCheckpoint } from '../../src/tlog/checkpoint.ts'
import { encodeEntryBundle } from '../../src/tlog/entry-bundle.ts'
import type { NoteSigner } from '../../src/tlog/note-key.ts'
import { consistencyProof, inclusionProof } from '../../src/tlog/proof.ts'
import { treeRoot } from '../../src/tlog/subtree.ts'
import { tilesBetween, tileWidth } from '../../src/tlog/tile.ts'
import { formatTilePath } from '../../src/tlog/tile-path.ts'
import { encodeTile } from '../../src/tlog/tile-reader.ts'
import { formatTlogProof } from '../../src/tlog/tlog-proof.ts'
import type { MemoryLog } from '../support/memory-log.ts'

export type PublishedLog = {
  readonly folder: string
  readonly log: Pick<MemoryLog, 'entries' | 'read'>
  readonly signer: NoteSigner
  /** The earlier sizes to show growth from, and the entries to prove. */
  readonly earlier: readonly number[]
  readonly proven: readonly number[]
}

/** Writes a log as a folder that `tlog-verify` judges: see the head of its main.go. */
export async function writeLog(published: PublishedLog): Promise<void> {
  const { folder, signer } = published
  const claims = [...checkpoints(published), ...growths(published), ...proofs(published)]
  await writeInto(folder, ['vkey', signer.vkey])
  for await (const file of tiles(published)) await writeInto(folder, file)
  for (const file of await Promise.all(claims)) await writeInto(folder, file)
}

type File = readonly [path: string, content: string | Uint8Array]

async function writeInto(folder: string, [path, content]: File): Promise<void> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

async function* tiles({ log }: PublishedLog): AsyncGenerator<File> {
  for (const tile of tilesBetween(0, log.entries.length)) {
    const start = tile.index * tileWidth
    const hashes = await log.read({ level: tile.level, start, count: tile.width })
    yield [formatTilePath(tile), encodeTile(hashes)]
    if (tile.level > 0) continue
    const entries = log.entries.slice(start, start + tile.width)
    yield [formatTilePath({ ...tile, level: 'entries' }), encodeEntryBundle(entries)]
  }
}

async function checkpoint({ log, signer }: PublishedLog, size: number): Promise<string> {
  const root = await treeRoot(size, log.read)
  return signCheckpoint({ origin: signer.name, size, root }, [signer])
}

const checkpoints = (published: PublishedLog): Promise<File>[] => [
  checkpoint(published, published.log.entries.length).then((note): File => ['checkpoint', note]),
]

const growths = (published: PublishedLog): Promise<File>[] =>
  published.earlier.flatMap((from) => [
    checkpoint(published, from).then((note): File => [`growth/${from}.checkpoint`, note]),
    consistencyProof({ from, to: published.log.entries.length }, published.log.read).then(
      (hashes): File => [
        `growth/${from}.proof`,
        hashes.map((hash) => `${encodeBase64(hash)}\n`).join(''),
      ],
    ),
  ])

const proofs = (published: PublishedLog): Promise<File>[] =>
  published.proven.map(async (index): Promise<File> => {
    const size = published.log.entries.length
    const hashes = await inclusionProof({ index, size }, published.log.read)
    const note = await checkpoint(published, size)
    return [`proofs/${index}.tlog-proof`, formatTlogProof({ index, hashes, checkpoint: note })]
  })
