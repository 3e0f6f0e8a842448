import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallCount } from '../store/state/device-calls.ts'
import { sharedWait, waitOf } from './shared-throttle.ts'

const rate = { most: 3, windowMs: 10_000 }

/** A store that counts as the real ones do, for one device. */
function at(rateOf = rate) {
  let time = 0
  let kept: CallCount | undefined
  const deviceCalls = {
    count: async ({ at, windowMs }: { at: number; windowMs: number }) => {
      const started = at - (at % windowMs)
      const before = kept ?? { started, calls: 0, earlier: 0 }
      const next = started === before.started + windowMs ? before.calls : 0
      return started === before.started
        ? { ...before, calls: before.calls + 1 }
        : { started, calls: 1, earlier: next }
    },
  }
  return {
    /** Comes in at a time, if there is room: a call that is refused is undone. */
    async come(now: number) {
      time = now
      const caller = { device_uid: 'device', endpoint: 'get_secret' }
      const state = { deviceCalls } as unknown as Parameters<typeof sharedWait>[0]
      const wait = await sharedWait(state, caller, { rate: rateOf, now: () => time })
      if (wait === 0) kept = await deviceCalls.count({ at: now, windowMs: rateOf.windowMs })
      return wait
    },
  }
}

test('there is room for as many as the rate says, whichever server they come to', async () => {
  const { come } = at()
  expect([await come(0), await come(1_000), await come(2_000)]).toEqual([0, 0, 0])
  expect(await come(3_000)).toBeGreaterThan(0)
})

test('a device that waits as long as it is told comes through', async () => {
  const times = fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 60 })
  const rates = fc.record({
    most: fc.integer({ min: 1, max: 5 }),
    windowMs: fc.constantFrom(1_000, 7_000),
  })
  await fc.assert(
    fc.asyncProperty(rates, times, async (rateOf, gaps) => {
      const { come } = at(rateOf)
      let now = 0
      for (const gap of gaps) {
        now += gap
        const wait = await come(now)
        if (wait === 0) continue
        now += wait * 1_000
        expect(await come(now)).toBe(0)
      }
    }),
  )
})

test('in any window there are at most twice as many as the rate says, and on average no more', () => {
  const full = { started: 0, calls: 4, earlier: 0 }
  expect(waitOf(full, { rate, at: 0 })).toBeGreaterThan(0)
  expect(waitOf({ started: 10_000, calls: 1, earlier: 3 }, { rate, at: 10_000 })).toBe(4)
  expect(waitOf({ started: 10_000, calls: 1, earlier: 3 }, { rate, at: 13_400 })).toBe(0)
})
