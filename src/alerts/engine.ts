import type { Clock, Elapsed } from '../kernel/clock.ts'
import type { SoleServer } from '../store/sole-server.ts'
import type { AlertGroup } from '../store/state/alert-groups.ts'
import type { LogEntry, Store, Transaction } from '../store/store.ts'
import type { AlertParts } from './alert-house.ts'
import type { LiveRule } from './compiled-rule.ts'
import { type Touched, touchesIn, writeTouches } from './decoy-touches.ts'
import { keptGroups } from './group-memory.ts'
import { judge } from './judge.ts'
import { awaitedGroup, judgeSilence } from './judge-silence.ts'
import type { Outcome, Place } from './stretch.ts'
import { readWatch, revisionOf, setWatched, type Watch, watchedOf } from './watch.ts'
import { writeOutcome } from './write-outcome.ts'

/** What alerts stand on. */
export type AlertGround = AlertParts & {
  readonly store: Store
  readonly clock: Clock
  readonly elapsed: Elapsed
  /** The right to watch, where several servers might. */
  readonly lease?: Pick<SoleServer, 'demand' | 'holds'>
}

/** Under which name the log knows how far alerts have come. */
export const alertsCursor = 'alerts'

const pageSize = 500
/** A position that nothing hangs on is written down this often. */
const noteEveryMs = 5_000
/** How often it is looked for groups that are past, and how many are forgotten at once. */
const forgetEveryMs = 60_000
const mostForgotten = 1_000
/** A pause that is longer was no watching: the machine slept, or the clock was set. */
const longestPauseMs = 5_000

/** Somebody changed a rule, or another server went on: what was worked out does not count. */
class Outdated extends Error {}

/** How far somebody is: in the log, and as it is kept. */
type Standpoint = {
  watch: Watch | undefined
  position: number
  noted: number
  notedAt: number
  /** For how many whole milliseconds somebody has watched. */
  watched: number
  lookedAt: number
  forgotAt: number
  readonly learned: Map<string, number>
}

/** What is to be written down: what a stretch comes to, how far that is, and how far a rule has learned. */
type Commit = {
  readonly outcome: Outcome | undefined
  readonly to: number
  readonly touches?: readonly Touched[]
  readonly learned?: { readonly alert_uid: string; readonly position: number | null }
  /** A group that is expected from now on, unless it is there already. */
  readonly awaited?: AlertGroup | undefined
  readonly past?: readonly GroupName[]
}

type GroupName = Pick<AlertGroup, 'alert_uid' | 'group_key'>

async function expectGroup({ alertGroups }: Transaction, awaited: AlertGroup): Promise<void> {
  const { alert_uid, group_key } = awaited
  const [known] = await alertGroups.listOf(alert_uid, [group_key])
  if (!known) await alertGroups.put(awaited)
}

async function demandRevision(tx: Transaction, { revision }: Watch): Promise<void> {
  if ((await revisionOf(tx)) !== revision) throw new Outdated()
}

/** Without rules nothing is followed, and nothing waits for us. */
async function rest({ store }: AlertGround, watch: Watch, here: Standpoint): Promise<void> {
  here.position = (await store.events.size()) - 1
  if (here.noted < 0) return
  await store.transaction(async (tx) => {
    await demandRevision(tx, watch)
    await tx.cursors.remove(alertsCursor)
  })
  here.noted = -1
}

async function commit(
  { store, clock, elapsed, lease }: AlertGround,
  { here, watch }: { here: Standpoint; watch: Watch },
  { outcome, to, learned, awaited, past = [], touches = [] }: Commit,
): Promise<void> {
  const { noted, watched } = here
  await store.transaction(async (tx) => {
    await lease?.demand(tx)
    await demandRevision(tx, watch)
    if (((await tx.cursors.find(alertsCursor)) ?? -1) !== noted) throw new Outdated()
    await tx.cursors.set(alertsCursor, to)
    await setWatched(tx, watched)
    if (learned) await tx.alertRules.setPosition(learned.alert_uid, learned.position)
    if (outcome) await writeOutcome(tx, outcome, clock)
    if (awaited) await expectGroup(tx, awaited)
    for (const group of past) await tx.alertGroups.forget(group, watched)
    await writeTouches(tx, touches, clock)
  })
  here.noted = to
  here.notedAt = elapsed()
}

function passTime(here: Standpoint, now: number): void {
  const passed = Math.floor(Math.max(0, now - here.lookedAt))
  here.watched += Math.min(passed, longestPauseMs)
  const isOdd = passed > longestPauseMs || now < here.lookedAt
  here.lookedAt = isOdd ? now : here.lookedAt + passed
}

type Work = {
  readonly parts: AlertGround
  readonly here: Standpoint
  readonly memory: ReturnType<typeof keptGroups>
}

async function begin({ parts: { store, house, ground }, here, memory }: Work): Promise<Watch> {
  memory.forget()
  here.learned.clear()
  const watch = await readWatch(store, { house, ground })
  const kept = await store.read(async (state) => ({
    cursor: await state.cursors.find(alertsCursor),
    watched: await watchedOf(state),
  }))
  here.noted = kept.cursor ?? -1
  here.position = here.noted
  here.watched = Math.max(here.watched, kept.watched)
  here.watch = watch
  return watch
}

/** What has come since. */
async function follow(work: Work, watch: Watch, entries: readonly LogEntry[]): Promise<void> {
  const { parts, here, memory } = work
  const to = entries.at(-1)?.seq ?? here.position
  const dueAt = (_: Place, ms: number) => here.watched + ms
  const { rulesOf } = watch
  const { watched } = here
  const outcome = await judge({ ...parts, memory }, watch, { entries, rulesOf, dueAt, watched })
  const { store, ground } = parts
  const touches = await touchesIn(store, ground, { entries, finding: watch.finding })
  if (outcome || touches.length > 0 || parts.elapsed() - here.notedAt > noteEveryMs) {
    await commit(parts, { here, watch }, { outcome, to, touches })
    memory.keep(outcome?.groups ?? [])
  }
  here.position = to
}

/** When what is learned is due: as if somebody had watched all along, and never for what is over. */
function dueOfThePast({ here, parts }: Work, { row }: LiveRule) {
  const now = parts.clock().getTime()
  return (place: Place, ms: number) => {
    if (place.seq >= row.since_seq) return here.watched + ms
    const left = ms - (now - place.at)
    return left > 0 ? here.watched + left : null
  }
}

/** A page of what a rule has to learn, until it is as far as the others. */
async function learn(work: Work, watch: Watch, rule: LiveRule): Promise<void> {
  const { parts, here, memory } = work
  const { alert_uid, position } = rule.row
  const from = here.learned.get(alert_uid) ?? position ?? here.position
  const page = await parts.store.events.readAfter(from, { limit: pageSize })
  const entries = page.filter(({ seq }) => seq <= here.position)
  const rulesOf = (type: string) => (rule.takes(type) ? [rule] : [])
  const { watched } = here
  const stretch = { entries, rulesOf, dueAt: dueOfThePast(work, rule), watched }
  const outcome = await judge({ ...parts, memory }, watch, stretch)
  const last = entries.at(-1)?.seq ?? here.position
  const isDone = last >= here.position
  const learned = { alert_uid, position: isDone ? null : last }
  const awaited = isDone ? awaitedGroup(rule, here) : undefined
  await commit(parts, { here, watch }, { outcome, to: here.position, learned, awaited })
  memory.keep(outcome?.groups ?? [])
  here.learned.set(alert_uid, last)
  if (isDone) here.watch = undefined
}

/** What did not come. */
async function noticeSilence(work: Work, watch: Watch): Promise<void> {
  const { parts, here, memory } = work
  const outcome = await judgeSilence(parts, watch, here)
  if (!outcome) return
  await commit(parts, { here, watch }, { outcome, to: here.position })
  memory.keep(outcome.groups)
}

/** Forgets groups that are past, some at a time: there may be very many. */
async function forgetPast({ parts, here, memory }: Work, watch: Watch): Promise<void> {
  const now = parts.elapsed()
  if (Math.abs(now - here.forgotAt) < forgetEveryMs) return
  const { watched, position } = here
  const past = await parts.store.read((state) => state.alertGroups.past(watched, mostForgotten))
  if (past.length < mostForgotten) here.forgotAt = now
  if (past.length === 0) return
  await commit(parts, { here, watch }, { outcome: undefined, to: position, past })
  memory.drop(past)
}

/** Nothing is watched. */
const isEmpty = ({ rules, finding }: Watch) => rules.length === 0 && finding.decoys.size === 0

async function look(work: Work): Promise<boolean> {
  const { parts, here } = work
  passTime(here, parts.elapsed())
  const revision = await parts.store.read(revisionOf)
  const watch = here.watch?.revision === revision ? here.watch : await begin(work)
  if (isEmpty(watch)) return rest(parts, watch, here).then(() => false)
  const entries = await parts.store.events.readAfter(here.position, { limit: pageSize })
  if (entries.length > 0) await follow(work, watch, entries)
  await noticeSilence(work, watch)
  await forgetPast(work, watch)
  const [learner] = watch.learning
  if (learner) await learn(work, watch, learner)
  return entries.length > 0 || learner !== undefined
}

/**
 * Looks at the log, event by event, and writes down what rules make of it, in one transaction with how far it has come: a restart
 * neither repeats nor forgets. One at a time over a store: whoever is overtaken starts again from what is kept.
 */
export function alertEngine(parts: AlertGround) {
  const here: Standpoint = {
    watch: undefined,
    position: -1,
    noted: -1,
    notedAt: Number.NEGATIVE_INFINITY,
    watched: 0,
    lookedAt: parts.elapsed(),
    forgotAt: Number.NEGATIVE_INFINITY,
    learned: new Map(),
  }
  const work = { parts, here, memory: keptGroups(parts.store) }
  return {
    /** Looks at what has come. False when there was nothing. Throws what kept it from being written: then nothing was. */
    async advance(): Promise<boolean> {
      try {
        return await look(work)
      } catch (error) {
        here.watch = undefined
        if (error instanceof Outdated) return true
        throw error
      }
    },
    position: () => here.position,
    /** Whether there is nothing to look for, as far as is known. */
    isIdle: () => here.watch === undefined || isEmpty(here.watch),
  }
}
