import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { leafHashHex } from '../../tlog/hash.ts'
import { openEmbeddedStore } from './embedded-store.ts'

test('an entry comes with its leaf hash where it is asked for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-leaves-'))
  const { transaction, events, close } = await openEmbeddedStore({ folder })
  await transaction(async (tx) => {
    for (let n = 0; n < 300; n++) await tx.events.append(`{"n":${n}}`)
  })
  const bare = await events.readAfter(9, { limit: 200 })
  expect(bare[0]).toEqual({ seq: 10, body: '{"n":10}' })
  expect(await events.readAfter(9, { limit: 200, with: 'leaves' })).toEqual(
    bare.map((entry) => ({ ...entry, leaf: leafHashHex(entry.body) })),
  )
  await close()
  await rm(folder, { recursive: true })
})
