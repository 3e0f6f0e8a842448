import type { LogEvent } from '../../../src/client/live-events.ts'

/** Several reads that tell the same: the newest stands for them. */
export type Run = { readonly key: string; readonly events: readonly LogEvent[] }

/** A line of the list: an event, with the run that it stands for or belongs to. */
export type Line = {
  readonly event: LogEvent
  readonly run?: Run
  readonly place?: 'head' | 'member'
}

/** Whether a line is the one of that event, or stands for it. */
export const isLineOf = ({ event, run, place }: Line, seq: number | undefined): boolean =>
  event.seq === seq ||
  (place === 'head' && run !== undefined && run.events.some((one) => one.seq === seq))

const spanMs = 600_000
const leastRun = 3

const polled = 'app_client_access'

const keys = new WeakMap<LogEvent, string>()

function newKey(event: LogEvent): string {
  const span = Math.floor(Date.parse(event.timestamp) / spanMs)
  const same = ['device_uid', 'served', 'remote_address', 'outcome', 'client_version'] as const
  return [span, ...same.map((name) => String(event[name] ?? ''))].join(' ')
}

/**
 * What polls have in common: same device, same secrets, from the same place, within the same ten minutes. Worked out once an
 * event, because every page that comes looks at all events again.
 */
function keyOf(event: LogEvent): string | undefined {
  if (event.audit_event !== polled) return undefined
  const known = keys.get(event)
  if (known !== undefined) return known
  const key = newKey(event)
  keys.set(event, key)
  return key
}

/** Runs of three and more, by what they have in common. */
function runsIn(events: readonly LogEvent[]): ReadonlyMap<string, Run> {
  const found = new Map<string, LogEvent[]>()
  for (const event of events) {
    const key = keyOf(event)
    if (key === undefined) continue
    const run = found.get(key)
    if (run) run.push(event)
    else found.set(key, [event])
  }
  return new Map(
    [...found]
      .filter(([, all]) => all.length >= leastRun)
      .map(([key, all]) => [key, { key, events: all }]),
  )
}

const alone = new WeakMap<LogEvent, Line>()

/** The line of an event that stands by itself: the same one each time, so that it is not rendered again. */
export function lineOf(event: LogEvent): Line {
  const known = alone.get(event) ?? { event }
  alone.set(event, known)
  return known
}

/** The lines of a list, newest first: each run is one line at its newest event, with the others behind it when it is opened. */
export function linesOf(events: readonly LogEvent[], opened: ReadonlySet<string>): readonly Line[] {
  const runs = runsIn(events)
  const told = new Set<string>()
  const lines: Line[] = []
  for (const event of events) {
    const key = keyOf(event)
    const run = key === undefined ? undefined : runs.get(key)
    if (!run) lines.push(lineOf(event))
    else if (!told.has(run.key)) {
      told.add(run.key)
      lines.push({ event, run, place: 'head' })
      if (!opened.has(run.key)) continue
      lines.push(...run.events.map((one): Line => ({ event: one, run, place: 'member' })))
    }
  }
  return lines
}
