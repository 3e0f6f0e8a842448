import type { LogEvent } from '../../../src/client/live-events.ts'

/** Several reads that tell the same: the newest stands for them. */
export type Run = { readonly key: string; readonly events: readonly LogEvent[] }

/**
 * A line of the list: an event, with the run that it stands for or belongs to. `poll` is what polls of one run have in common;
 * what is no poll has none.
 */
export type Line = {
  readonly event: LogEvent
  readonly poll: string | undefined
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

/** What polls have in common: same device, same secrets, from the same place, within the same ten minutes. */
function pollOf(event: LogEvent): string | undefined {
  if (event.audit_event !== polled) return undefined
  const span = Math.floor(Date.parse(event.timestamp) / spanMs)
  const same = ['device_uid', 'served', 'remote_address', 'outcome', 'client_version'] as const
  return [span, ...same.map((name) => String(event[name] ?? ''))].join(' ')
}

/** The line of an event that stands by itself. */
export const lineOf = (event: LogEvent): Line => ({ event, poll: pollOf(event) })

const known = new WeakMap<readonly LogEvent[], readonly Line[]>()

/** The lines of a page, each by itself. Made once a page: the list is put together again with each page that comes. */
export function pageLines(events: readonly LogEvent[]): readonly Line[] {
  const lines = known.get(events) ?? events.map(lineOf)
  known.set(events, lines)
  return lines
}

/** Runs of three and more, by what they have in common. */
function runsIn(lines: readonly Line[]): ReadonlyMap<string, Run> {
  const found = new Map<string, LogEvent[]>()
  for (const { event, poll } of lines) {
    if (poll === undefined) continue
    const run = found.get(poll)
    if (run) run.push(event)
    else found.set(poll, [event])
  }
  return new Map(
    [...found]
      .filter(([, events]) => events.length >= leastRun)
      .map(([key, events]) => [key, { key, events }]),
  )
}

/** The lines of a list, newest first: each run is one line at its newest event, with the others behind it when it is opened. */
export function coalesced(all: readonly Line[], opened: ReadonlySet<string>): readonly Line[] {
  const runs = runsIn(all)
  const told = new Set<string>()
  const lines: Line[] = []
  for (const line of all) {
    const run = line.poll === undefined ? undefined : runs.get(line.poll)
    if (!run) lines.push(line)
    else if (!told.has(run.key)) {
      told.add(run.key)
      lines.push({ ...line, run, place: 'head' })
      if (!opened.has(run.key)) continue
      const members = run.events.map((event): Line => ({ ...line, event, run, place: 'member' }))
      lines.push(...members)
    }
  }
  return lines
}
