import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forgetInMs } from './forgetting.ts'
import { type GroupState, newGroup, turn } from './group-state.ts'
import { type RuleInput, ruleInput } from './rule.ts'

/** A group that may be forgotten is one that nobody could tell from a new one. */

const minute = 60_000
const day = 86_400_000

const windowed: readonly RuleInput[] = [
  { name: 'every', frequency: '1:hour' },
  { name: 'count', condition: { when: 'count', at_least: 3, within: '10m' } },
  {
    name: 'distinct',
    condition: { when: 'distinct', of: 'address', at_least: 3, within: '1h' },
    frequency: '2:day',
  },
  { name: 'silence', condition: { when: 'silence', after: '1h' } },
]

const moments = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 3 * 60 * minute }),
    value: fc.constantFrom('a', 'b', 'c', 'd'),
  }),
  { minLength: 1, maxLength: 12 },
)

const silenced = (rule: RuleInput, all: readonly { at: number; value: string }[]) => {
  const parsed = ruleInput.parse(rule)
  const run = (state: GroupState, some: typeof all) => {
    let after = state
    const verdicts = some.map(({ at, value }, seq) => {
      const taken = turn(after, { at, value, seq }, { rule: parsed, standing: 'live' })
      after = taken.state
      return taken.occurrence
    })
    return { after, verdicts }
  }
  return { parsed, run, ended: run(newGroup, all).after }
}

test.each(windowed)('a rule of $name makes the same of what comes later', (rule) =>
  fc.assert(
    fc.property(moments, moments, (before, after) => {
      const { parsed, run, ended } = silenced(rule, before)
      fc.pre(ended.n === 0)
      const last = Math.max(...before.map(({ at }) => at))
      // Even what comes a day too late is later than everything that was forgotten.
      const from = last + forgetInMs(parsed, ended) - day
      const later = after.map(({ at, value }) => ({ at: from + at, value }))
      expect(run(ended, later).verdicts).toEqual(run(newGroup, later).verdicts)
    }),
  ),
)

test('what waits to be told is kept as long as a rule looks back', () => {
  const rule = ruleInput.parse({ name: 'third', frequency: '3:event' })
  expect(forgetInMs(rule, { n: 0, s: 0 })).toBe(day)
  expect(forgetInMs(rule, { n: 2 })).toBe(91 * day)
})

test('what was seen first is known for 90 days after it was seen last', () => {
  const rule = ruleInput.parse({ name: 'first', condition: { when: 'first', of: 'address' } })
  expect(forgetInMs(rule, newGroup)).toBe(91 * day)
})
