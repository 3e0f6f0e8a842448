import type { Catalog } from '../events/shown-event.ts'
import { compileRule, type Ground } from './compiled-rule.ts'
import type { Kept } from './dimension.ts'
import { durationMs } from './duration.ts'
import type { Rule } from './rule.ts'
import { ruleRun } from './rule-run.ts'

type Sample = Rule['samples']['fires'][number][number]

const begin = Date.parse('2026-01-05T09:00:00Z')
const minuteMs = 60_000

/**
 * The events of a sample: one a minute, unless they say when (`timestamp`, or `later`: how long after the one before). What their
 * type says of them need not be written.
 */
function eventsOf(sample: readonly Sample[], catalog: Catalog) {
  let at = begin - minuteMs
  return sample.map(({ later, ...given }, seq) => {
    const type = catalog.get(String(given['audit_event']))
    const own = type && { category: type.category, severity: type.severity, outcome: type.outcome }
    const wait = later === undefined ? minuteMs : durationMs(String(later))
    at = given['timestamp'] === undefined ? at + wait : Date.parse(String(given['timestamp']))
    const event: Kept = { ...own, ...given, timestamp: new Date(at).toISOString(), seq }
    return { seq, kept: event, shown: event }
  })
}

/** How often a rule comes true at a sample. An event of the type `-` is nothing but time that passes. */
export function occurrencesIn(rule: Rule, sample: readonly Sample[], ground: Ground): number {
  const run = ruleRun(compileRule(rule, ground))
  const events = eventsOf(sample, ground.catalog)
  const came = events.flatMap((seen) =>
    seen.kept['audit_event'] === '-' ? [] : run.take(seen, 'live'),
  )
  const end = events.at(-1)?.kept['timestamp']
  return came.length + (end === undefined ? 0 : run.end(Date.parse(String(end))).length)
}

/** The first sample that a rule does not do as it should, in a sentence, or undefined. */
export function sampleTrouble(rule: Rule, ground: Ground): string | undefined {
  const { fires, stays_quiet } = rule.samples
  const quiet = fires.findIndex((sample) => occurrencesIn(rule, sample, ground) === 0)
  if (quiet >= 0) return `samples.fires.${quiet}: the rule does not come true at it`
  const loud = stays_quiet.findIndex((sample) => occurrencesIn(rule, sample, ground) > 0)
  return loud < 0 ? undefined : `samples.stays_quiet.${loud}: the rule comes true at it`
}
