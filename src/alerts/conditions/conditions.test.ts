import { describe, expect, test } from 'vitest'
import { count } from './count.ts'
import { distinct } from './distinct.ts'
import { first } from './first.ts'
import { silence } from './silence.ts'
import { spike } from './spike.ts'

/** What conditions remember is bounded, and late events count. */

const minute = 60_000

type Stepped = { readonly state: unknown; readonly fired?: object | undefined }

/** At which of the moments it came true. */
function firesAt<Moment>(
  moments: readonly Moment[],
  step: (state: never, moment: Moment) => Stepped,
) {
  let state: unknown
  return moments.filter((moment) => {
    const taken = step(state as never, moment)
    state = taken.state
    return taken.fired !== undefined
  })
}

describe('count', () => {
  const three = { when: 'count', at_least: 3, within: '10m' } as const
  const at = (minutes: readonly number[]) =>
    firesAt(minutes, (state, one) => count.step(state, { at: one * minute }, three))

  test('comes true at the third within ten minutes, and counts anew', () =>
    expect(at([0, 4, 9, 10, 11, 12])).toEqual([9, 12]))
  test('does not come true when they are further apart', () =>
    expect(at([0, 5, 10, 15])).toEqual([]))
  test('an event that comes late completes its window', () => expect(at([0, 9, 5])).toEqual([5]))
  test('two windows around a late event are not one', () => expect(at([0, 15, 8])).toEqual([]))
  test('remembers no more than it needs', () => {
    const many = { when: 'count', at_least: 1_000, within: '1d' } as const
    let state: readonly number[] | undefined
    for (let one = 0; one < 999; one++) state = count.step(state, { at: one }, many).state
    for (let one = 0; one < 5_000; one++)
      state = count.step(state, { at: one * 200_000 }, many).state
    expect(state?.length).toBeLessThanOrEqual(2_000)
  })
})

test('distinct: the same value again is no other one', () => {
  const two = { when: 'distinct', of: 'user', at_least: 2, within: '1h' } as const
  const moments = ['a', 'a', 'a', 'b'].map((value, at) => ({ value, at: at * minute }))
  expect(firesAt(moments, (state, one) => distinct.step(state, one, two))).toEqual([moments[3]])
})

test('first: of very many values those that were seen last are known', () => {
  const any = { when: 'first', of: 'address' } as const
  const moments = Array.from({ length: 1_500 }, (_, at) => ({ value: `v${at}`, at }))
  const fired = firesAt(moments, (state, one) => first.step(state, one, any))
  expect(fired).toHaveLength(1_499)
  let state: Parameters<typeof first.step>[0]
  for (const moment of moments) state = first.step(state, moment, any).state
  expect(Object.keys(state?.v ?? {})).toHaveLength(1_000)
  expect(first.step(state, { value: 'v1499', at: 1_500 }, any).fired).toBeUndefined()
})

test('silence: its own rhythm makes what is too long', () => {
  const rhythm = { when: 'silence', after: '1h', times: 3 } as const
  const due = [0, 40, 80, 125, 165].reduce<{
    state: Parameters<typeof silence.step>[0]
    in?: number
  }>(
    ({ state }, at) => {
      const step = silence.step(state, { at: at * minute }, rhythm)
      return { state: step.state, ...(step.dueInMs !== undefined && { in: step.dueInMs }) }
    },
    { state: undefined },
  )
  expect(due.in).toBe(3 * 45 * minute)
})

test('spike: once in a window, and only against a rhythm', () => {
  const parameters = { when: 'spike', times: 3, at_least: 5, within: '1h' } as const
  const quiet = Array.from({ length: 20 }, (_, hour) => hour * 60)
  const loud = Array.from({ length: 12 }, (_, at) => 21 * 60 + at)
  const step = (state: never, at: number) => spike.step(state, { at: at * minute }, parameters)
  expect(firesAt(loud, step)).toEqual([])
  expect(firesAt([...quiet, ...loud], step)).toEqual([21 * 60 + 4])
})
