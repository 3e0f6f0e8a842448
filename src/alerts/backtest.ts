import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { action, type Context, perform } from '../access/action.ts'
import type { Person } from '../access/person.ts'
import { eventsRead } from '../events/catalog/usage.ts'
import { happened } from '../events/event-type.ts'
import { firstSince } from '../events/first-since.ts'
import { invalid } from '../kernel/errors.ts'
import type { State } from '../store/state.ts'
import type { Store } from '../store/store.ts'
import type { AlertParts } from './alert-house.ts'
import { type CompiledRule, compileRule, type Seen } from './compiled-rule.ts'
import { conditionOf } from './conditions.ts'
import { durationMs } from './duration.ts'
import { findAlert } from './find-alert.ts'
import { seenOf } from './hits.ts'
import { changedRule, readyFrom, rulePart } from './new-rule.ts'
import { groupOf, whyOf } from './reason.ts'
import { keptRule, type Rule, type RuleInput } from './rule.ts'
import { type Come, ruleRun } from './rule-run.ts'

const dayMs = 86_400_000
const pageSize = 1_000
/** So many events are looked at, the newest. */
const mostEvents = 1_000_000
const mostGroups = 20
const mostShown = 20

const asking = z.strictObject({
  alert: z.string().min(1).max(200).optional(),
  ready: z.string().max(64).optional(),
  rule: rulePart.default({}),
  days: z.int().min(1).max(366).default(90),
})

export type BacktestInput = {
  readonly alert?: string
  readonly ready?: string
  readonly rule?: Partial<RuleInput>
  readonly days?: number
}

type Tally = { group: string; occurrences: number; would_have_sent: number }

/** Counts what comes true, and for whom. */
function tallying(compiled: CompiledRule) {
  const groups = new Map<string, Tally>()
  const sent: Come[] = []
  let [occurrences, messages] = [0, 0]
  const groupText = ({ seen }: Come) =>
    groupOf(compiled.groups, seen.shown)
      .map(({ name, value }) => `${name} ${value}`)
      .join(', ')
  return {
    add(come: Come): void {
      const isSent = come.verdict === 'send'
      occurrences += 1
      messages += isSent ? 1 : 0
      if (isSent) sent.push(come)
      if (sent.length > mostShown) sent.shift()
      const tally = groups.get(come.key) ?? {
        group: groupText(come),
        occurrences: 0,
        would_have_sent: 0,
      }
      tally.occurrences += 1
      tally.would_have_sent += isSent ? 1 : 0
      groups.set(come.key, tally)
    },
    result: (rule: Rule) => ({
      occurrences,
      would_have_sent: messages,
      groups: [...groups.values()]
        .sort((a, b) => b.occurrences - a.occurrences)
        .slice(0, mostGroups),
      groups_in_all: groups.size,
      latest: sent.toReversed().map((come) => ({
        timestamp: new Date(come.at).toISOString(),
        seq: come.seen.seq,
        why: whyOf(rule, { ...come, group: come.key }, groupOf(compiled.groups, come.seen.shown)),
      })),
    }),
  }
}

type Past = {
  readonly first: number
  readonly start: number
  readonly now: number
  readonly size: number
}

/** Which part of the log is looked at: what a rule learns from comes before what is counted. */
async function pastOf(
  { store, clock }: Context<Person>,
  { rule: { condition }, days }: { rule: Rule; days: number },
): Promise<Past> {
  const [now, size] = [clock().getTime(), await store.events.size()]
  const learns = durationMs(conditionOf(condition).learnsFrom?.(condition) ?? '')
  const start = now - days * dayMs
  const since = await firstSince(store.events, new Date(start - learns))
  return { first: Math.max(since, size - mostEvents), start, now, size }
}

async function* pages({ events }: Store, { first, size }: Past) {
  for (let at = first - 1; at < size - 1; ) {
    const entries = await events.readAfter(at, { limit: pageSize })
    if (entries.length === 0) return
    yield entries
    at = entries.at(-1)?.seq ?? size
    await setImmediate()
  }
}

const recordedAt = ({ kept }: Seen) => Date.parse(String(kept['recorded_at']))

/** Runs a rule over the past. Imported events count: they are the past of another log. */
async function run(
  context: Context<Person>,
  { ground }: AlertParts,
  asked: { readonly rule: Rule; readonly days: number },
) {
  const { store } = context
  const compiled = compileRule(asked.rule, ground)
  const past = await pastOf(context, asked)
  const [going, tally] = [ruleRun(compiled), tallying(compiled)]
  let events = 0
  for await (const entries of pages(store, past)) {
    events += entries.length
    for (const seen of await seenOf(store, ground, { entries, takes: compiled.takes })) {
      const standing = recordedAt(seen) < past.start ? 'learning' : 'live'
      for (const come of going.take(seen, standing)) tally.add(come)
    }
  }
  for (const come of going.end(past.now)) if (come.at >= past.start) tally.add(come)
  const isWhole = past.size - past.first < mostEvents
  return { days: asked.days, events, is_whole: isWhole, ...tally.result(asked.rule) }
}

async function ruleOf(
  state: State,
  parts: AlertParts,
  { alert, ready, rule: changes }: z.output<typeof asking>,
): Promise<Rule> {
  const told: string[] = []
  const issues = { addIssue: (says: unknown) => void told.push(String(says)) }
  const kept =
    alert === undefined
      ? readyFrom(parts, ready, issues)
      : keptRule((await findAlert(state, alert)).rule)
  const rule =
    kept && changedRule({ name: 'backtest', ...kept }, changes, { ground: parts.ground, issues })
  if (!rule) throw invalid(told[0] ?? 'the rule cannot be understood')
  return rule
}

/** Reading the past is on the record before anything of it is told. */
const readPast = (parts: AlertParts) =>
  action({
    name: 'alert.backtest',
    permission: 'events.read',
    input: asking,
    run: async (state: State, given: z.output<typeof asking>, _by: { who: Person }) => ({
      rule: await ruleOf(state, parts, given),
      days: given.days,
    }),
    leaves: ({ days }) => [
      happened(eventsRead, { query: `backtest of an alert over ${days} days` }),
    ],
  })

/** How often a rule would have come true, and for whom: one that is kept, a ready-made one, or one that is only thought of. */
export async function backtest(context: Context<Person>, parts: AlertParts, raw: unknown) {
  const asked = await perform(context, readPast(parts), raw)
  return { name: asked.rule.name, ...(await run(context, parts, asked)) }
}
