import { describe, expect, test } from 'vitest'
import { groundOf } from '../../src/alerts/compiled-rule.ts'
import { loadReadyRules } from '../../src/alerts/ready-rule.ts'
import { checkedRule } from '../../src/alerts/rule-ground.ts'
import { occurrencesIn } from '../../src/alerts/samples.ts'
import { loadCatalog } from '../../src/events/catalog.ts'

/** What holds for every ready-made alert: it comes true where its samples say so, and nowhere else. */

const ground = groundOf(await loadCatalog())
const ready = [...(await loadReadyRules()).values()]

describe.each(ready)('$name', ({ name, rule }) => {
  test('has a name, a title and a sentence of what it is for', () => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(rule.name).toMatch(/^[A-Z]/)
    expect(rule.description).toMatch(/\.$/)
  })

  test('asks for events and fields that there are', () => {
    expect(checkedRule(ground).safeParse(rule).error?.issues ?? []).toEqual([])
  })

  test('has samples of both kinds', () => {
    expect(rule.samples.fires.length).toBeGreaterThan(0)
    expect(rule.samples.stays_quiet.length).toBeGreaterThan(0)
  })

  test.each(rule.samples.fires)('comes true at its sample %#', (...sample) => {
    expect(occurrencesIn(rule, sample, ground)).toBeGreaterThan(0)
  })

  test.each(rule.samples.stays_quiet)('stays quiet at its sample %#', (...sample) => {
    expect(occurrencesIn(rule, sample, ground)).toBe(0)
  })
})
