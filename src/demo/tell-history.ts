import { setTimeout as sleep } from 'node:timers/promises'
import { deviceIncidents } from './device-incidents.ts'
import { deviceRhythm, laterDevice } from './device-rhythm.ts'
import { goOn } from './go-on.ts'
import type { Occurrence, Source } from './occurrence.ts'
import { officeDays } from './office-days.ts'
import type { Organisation } from './organisation.ts'
import { peopleIncidents } from './people-incidents.ts'
import { plannedDevices } from './planned-devices.ts'
import { day, type TimeSpan } from './time-span.ts'

/** Reads that are sealed together and share a flush. More would make requests that come in between wait longer. */
const mostTogether = 16
/** How long the server is left to others after each step, as a part of what the step took. */
const restShare = 0.3

type Telling = {
  readonly span: TimeSpan
  readonly seed: number
}

const onTheirDay =
  (occurrences: readonly Occurrence[], { start }: TimeSpan): Source =>
  (index) =>
    occurrences.filter(({ at }) => Math.floor((at - start) / day) === index)

function sourcesOf(organisation: Organisation, { span, seed }: Telling): readonly Source[] {
  const { members, past } = organisation
  const later = plannedDevices.flatMap((planned) =>
    planned.from === undefined
      ? []
      : [laterDevice(organisation, planned, { from: planned.from, span })],
  )
  const single = [
    ...later,
    ...peopleIncidents(organisation, span),
    ...deviceIncidents(organisation, span),
  ]
  return [
    onTheirDay(single, span),
    ...members.map((member) => officeDays(member, { span, seed, server: past.server })),
    ...plannedDevices.map((planned) => deviceRhythm(organisation, planned, { span, seed })),
  ]
}

/** Neighbouring reads together, everything else alone. */
function* steps(occurrences: readonly Occurrence[]): Generator<readonly Occurrence[]> {
  let reads: Occurrence[] = []
  for (const occurrence of occurrences) {
    if (occurrence.isRead) reads.push(occurrence)
    if (reads.length > 0 && (!occurrence.isRead || reads.length === mostTogether)) {
      yield reads
      reads = []
    }
    if (!occurrence.isRead) yield [occurrence]
  }
  if (reads.length > 0) yield reads
}

/** In their order, and yet without waiting for the disk after each. */
async function take(step: readonly Occurrence[]): Promise<void> {
  const acts = await Promise.all(step.map((occurrence) => occurrence.prepare()))
  const running: Promise<unknown>[] = []
  for (const act of acts)
    await new Promise<void>((submitted) => {
      running.push(act(submitted).catch(goOn).finally(submitted))
    })
  await Promise.all(running)
}

/**
 * Lets the days of the span pass, oldest first, in the background: every act goes through the actions and the device
 * protocol of the server, with the time at which it happened. Between the steps the server belongs to others. One day
 * is held in memory. Resolves when all is told or, soon after the signal aborts, with the time up to which it is.
 */
export async function tellHistory(
  organisation: Organisation,
  telling: Telling,
  signal: AbortSignal,
): Promise<number> {
  const { start, end } = telling.span
  const sources = sourcesOf(organisation, telling)
  let told = start
  for (let index = 0; start + index * day < end; index++) {
    const happens = sources.flatMap((source) => source(index)).filter(({ at }) => at < end)
    for (const step of steps(happens.toSorted((one, other) => one.at - other.at))) {
      if (signal.aborted) return told
      const before = performance.now()
      await take(step)
      told = step.at(-1)?.at ?? told
      await sleep((performance.now() - before) * restShare, undefined, { signal }).catch(() => {})
    }
  }
  return end
}
