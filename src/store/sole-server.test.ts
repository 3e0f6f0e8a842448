import { expect, test } from 'vitest'
import { soleServer } from './sole-server.ts'

test('the only server over its store does all work, and writes nothing for it', async () => {
  const transaction = () => Promise.reject(new Error('something was written'))
  const work = soleServer({ servers: 'one', transaction }, 'exports')
  expect(await work.isUs()).toBe(true)
  await work.leave()
})
