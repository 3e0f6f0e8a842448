import type { Sender, Unit } from '../target.ts'
import { type RefusedUnit, type Verdict, verdictOnError } from '../verdict.ts'
import { backoff } from './backoff.ts'
import type { Batch } from './batches.ts'
import { readAhead } from './read-ahead.ts'

/** An event that its receiver can never take. */
export type DeadLetter = { readonly seq: number; readonly reason: string }

/** Where it is written down, durably, how far a target is. */
export type Ledger = {
  /** Everything up to `last` is delivered or written down here. */
  advance(last: number, dead: readonly DeadLetter[]): Promise<void>
}

/** What is worth an event of our own: once for each change, not for each try. */
export type News = {
  failing(reason: string): Promise<void>
  restored(): Promise<void>
  paused(reason: string): Promise<void>
}

export type Delivery = {
  readonly sender: Sender
  readonly ledger: Ledger
  readonly news: News
  /** Resolves after that time, or when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** From 0 to 1. */
  random(): number
}

/** So many tries in a row fail before it is news. */
const patience = 3
/** So many events in a row refused, and it is no event that is wrong but the settings. */
const mostDead = 10

export type Ended = 'stopped' | 'paused'

/** What a target has been through, over batches. */
type Mood = { failures: number; isFailing: boolean; deadInRow: number }

async function sent({ sender }: Delivery, units: readonly Unit[], signal: AbortSignal) {
  try {
    return await sender.send(units, signal)
  } catch (error) {
    return verdictOnError(error)
  }
}

/** Tries until the answer is final. Undefined when the signal aborts meanwhile. */
async function settled(
  parts: Delivery,
  { units, mood, signal }: { units: readonly Unit[]; mood: Mood; signal: AbortSignal },
): Promise<Exclude<Verdict, { kind: 'again' }> | undefined> {
  for (;;) {
    const verdict = await sent(parts, units, signal)
    if (verdict.kind !== 'again') return verdict
    if (signal.aborted) return undefined
    mood.failures += 1
    if (mood.failures === patience) {
      mood.isFailing = true
      await parts.news.failing(verdict.reason)
    }
    const wait = Math.max(backoff(mood.failures, parts.random), verdict.afterMs ?? 0)
    await parts.sleep(wait, signal)
    if (signal.aborted) return undefined
  }
}

async function recovered({ news }: Delivery, mood: Mood): Promise<void> {
  mood.failures = 0
  if (!mood.isFailing) return
  mood.isFailing = false
  await news.restored()
}

/** An event that stands for others is a dead letter for each of them. */
const lettersFor = ({ event, members = [event.seq] }: Unit, reason: string): DeadLetter[] =>
  members.map((seq) => ({ seq, reason }))

const lettersOf = (units: readonly Unit[], refused: readonly RefusedUnit[]): DeadLetter[] =>
  refused.flatMap(({ at, reason }) => {
    const unit = units[at]
    return unit ? lettersFor(unit, reason) : []
  })

/** Where to cut a batch with a refused event in it: around it when the receiver says which one it is, else in the middle. */
function parts({ units, last }: Batch, at: number | undefined): readonly Batch[] {
  const middle = Math.ceil(units.length / 2)
  const cuts = at !== undefined && at < units.length ? [at, at + 1] : [middle]
  const pieces = [0, ...cuts].map((from, index) => units.slice(from, cuts[index]))
  const kept = pieces.filter((piece) => piece.length > 0)
  return kept.map((piece, index) => ({
    units: piece,
    last: index === kept.length - 1 ? last : (piece.at(-1)?.event.seq ?? last),
  }))
}

type Course = { readonly parts: Delivery; readonly mood: Mood; readonly signal: AbortSignal }

async function bury(batch: Batch, reason: string, { parts, mood }: Course) {
  const letters = batch.units.flatMap((unit) => lettersFor(unit, reason))
  await parts.ledger.advance(batch.last, letters)
  mood.deadInRow += 1
  if (mood.deadInRow < mostDead) return undefined
  await parts.news.paused(`${mostDead} events in a row were refused: ${reason}`)
  return 'paused' as const
}

/** Gets a batch through, in order, or writes down what cannot get through. Undefined when the next may come. */
async function deliverBatch(batch: Batch, course: Course): Promise<Ended | undefined> {
  const { parts: delivery, mood, signal } = course
  if (batch.units.length === 0) {
    await delivery.ledger.advance(batch.last, [])
    return undefined
  }
  const verdict = await settled(delivery, { units: batch.units, mood, signal })
  if (!verdict) return 'stopped'
  if (verdict.kind === 'paused') {
    await delivery.news.paused(verdict.reason)
    return 'paused'
  }
  if (verdict.kind === 'done') {
    await delivery.ledger.advance(batch.last, lettersOf(batch.units, verdict.refused ?? []))
    mood.deadInRow = 0
    await recovered(delivery, mood)
    return undefined
  }
  if (batch.units.length === 1) return bury(batch, verdict.reason, course)
  for (const part of parts(batch, verdict.at)) {
    const ended = await deliverBatch(part, course)
    if (ended) return ended
  }
  return undefined
}

/**
 * Sends batches one after another until there are no more, the signal aborts, or the target must be paused. A batch is tried for
 * ever; one that can never be taken is halved down to the event, which is written down, so that nothing is dropped silently
 * and nothing stands in the way. While one is on its way the next is made.
 */
export async function deliver(
  source: AsyncGenerator<Batch>,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Ended> {
  const mood: Mood = { failures: 0, isFailing: false, deadInRow: 0 }
  for await (const batch of readAhead(source)) {
    const ended = await deliverBatch(batch, { parts: delivery, mood, signal })
    if (ended) return ended
  }
  return 'stopped'
}
