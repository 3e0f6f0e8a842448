import { expect, test } from 'vitest'
import { inTime } from './in-time.ts'

const progress = () => ({ done: 250, of: 1_000 })

test('whoever asks while the columns are being made for a long time is told how far that is', async () => {
  const endless = new Promise<void>(() => {})
  await expect(inTime(endless, progress, 1)).rejects.toMatchObject({
    kind: 'busy',
    message: expect.stringContaining('250 of 1000 events so far'),
  })
})

test('what is done in time is waited for, and what fails is passed on', async () => {
  await expect(inTime(Promise.resolve(), progress)).resolves.toBeUndefined()
  await expect(inTime(Promise.reject(new Error('the disk is full')), progress)).rejects.toThrow(
    'the disk is full',
  )
})
