import { expect, test } from 'vitest'
import { memoryLog, numberedEntries } from '../../test/support/memory-log.ts'
import { consistencyProof, inclusionProof } from './proof.ts'
import { treeRoot } from './subtree.ts'
import { type Tile, tileWidth } from './tile.ts'
import { formatTilePath } from './tile-path.ts'
import { encodeTile, type FetchTile, hashesFromTiles } from './tile-reader.ts'

const size = 1000
const log = memoryLog(numberedEntries(size))

const fetchTile: FetchTile = async ({ level, index, width }: Tile) =>
  encodeTile(await log.read({ level: Number(level), start: index * tileWidth, count: width }))

test('proofs and roots from fetched tiles are those of the store', async () => {
  const fetched = hashesFromTiles(size, fetchTile)
  expect(await treeRoot(size, fetched)).toEqual(await treeRoot(size, log.read))
  for (const index of [0, 255, 256, 700, 999])
    expect(await inclusionProof({ index, size }, fetched)).toEqual(
      await inclusionProof({ index, size }, log.read),
    )
  expect(await consistencyProof({ from: 511, to: size }, fetched)).toEqual(
    await consistencyProof({ from: 511, to: size }, log.read),
  )
})

test('each tile is fetched once, as wide as the tree makes it', async () => {
  const paths: string[] = []
  const read = hashesFromTiles(size, (tile) => {
    paths.push(formatTilePath(tile))
    return fetchTile(tile)
  })
  await inclusionProof({ index: 10, size }, read)
  await inclusionProof({ index: 11, size }, read)
  expect(paths.sort()).toEqual(['tile/0/000', 'tile/0/003.p/232', 'tile/1/000.p/3'])
})

test('a tile of the wrong length is refused', async () => {
  const read = hashesFromTiles(size, async (tile) => (await fetchTile(tile)).subarray(1))
  await expect(inclusionProof({ index: 0, size }, read)).rejects.toThrow(/instead of 8192/)
})
