import { expect, test } from 'vitest'
import { shardRows } from './cluster.ts'
import { stretchesIn } from './letting-go-on-cluster.ts'
import { partitionRows } from './tables.ts'

const stretches = (partition: number, kept: number, turns: number) =>
  stretchesIn(partition, kept, { turns }).map((seq) => seq / shardRows)

test('a partition that is let go has a stretch of each shard, its last ones', () => {
  const each = partitionRows / shardRows
  expect(stretches(0, 5 * partitionRows, 2)).toEqual([each - 1, each - 2])
  expect(stretches(1, partitionRows + 3 * shardRows, 3)).toEqual([each + 2, each + 1, each])
})

test('shards that have nothing of it to let go are left out, and no number is one that stays', () => {
  expect(stretches(0, shardRows + 1, 3)).toEqual([1, 0])
  expect(stretches(0, shardRows, 3)).toEqual([0])
  expect(stretches(1, partitionRows + 1, 2)).toEqual([partitionRows / shardRows])
})
