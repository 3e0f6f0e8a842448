import { expect, test } from 'vitest'
import { soleServer } from './sole-server.ts'

test('the only server over its store does all work, and writes nothing for it', async () => {
  const touch = () => Promise.reject(new Error('the store was asked'))
  const store = { servers: 'one', uid: 'this one', read: touch, transaction: touch } as const
  const work = soleServer(store, 'exports')
  expect(await work.isUs()).toBe(true)
  await work.leave()
})
