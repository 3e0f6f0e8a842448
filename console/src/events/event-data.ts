import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { LogEvent } from '../../../src/client/live-events.ts'
import { reportRows } from '../../../src/client/reports.ts'
import { api } from '../session.ts'
import { zone } from '../time.ts'
import { type Bucket, bucketOf, termsOf } from './time-term.ts'

const pageLength = 200

/** Times in a question are the person's own, unless it names a zone. */
const zoneFor = (q: string) =>
  termsOf(q).some(({ name }) => name === 'zone') ? {} : { timezone: zone }

async function page(q: string, before: number | undefined) {
  const { timezone } = zoneFor(q)
  const query = {
    q: [q],
    limit: [String(pageLength)],
    ...(timezone && { timezone: [timezone] }),
    ...(before !== undefined && { before: [String(before)] }),
  }
  const answer = await (await api.events.$get({ query })).json()
  const { next, size } = answer
  return { events: answer.events as readonly LogEvent[], next, size }
}

/** The last event of the log that an answer took into account: what fits may be rare, and the newest of it long ago. */
export const knownUpTo = (pages: readonly { readonly size: number }[] | undefined) =>
  pages?.[0] && pages[0].size - 1

/** The events of a question, newest first, page by page. */
export const useEvents = (q: string) =>
  useInfiniteQuery({
    queryKey: ['events', q],
    queryFn: ({ pageParam }) => page(q, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })

export const outcomes = ['success', 'denied', 'failure'] as const
export type Outcome = (typeof outcomes)[number]

/** How many events of each outcome began in a stretch of time; `at` is its start in epoch seconds. */
export type Bar = { readonly at: number } & Readonly<Record<Outcome, number>>

export type Histogram = {
  readonly bucket: Bucket
  readonly bars: readonly Bar[]
  readonly total: number
  readonly tookMs: number
}

const empty = { success: 0, denied: 0, failure: 0 }

const isOutcome = (value: unknown): value is Outcome =>
  (outcomes as readonly unknown[]).includes(value)

async function histogram(q: string, signal: AbortSignal): Promise<Histogram> {
  const started = performance.now()
  const bucket = bucketOf(q)
  const bars = new Map<number, Bar>()
  let total = 0
  const asked = { q: `${q} report:${bucket} group:outcome`, ...zoneFor(q), limit: -1, signal }
  for await (const row of reportRows(api, asked)) {
    const [at, count] = [Number(row['created']), Number(row['occurrences'])]
    const outcome = isOutcome(row['outcome']) ? row['outcome'] : 'success'
    const bar = bars.get(at) ?? { at, ...empty }
    bars.set(at, { ...bar, [outcome]: bar[outcome] + count })
    total += count
  }
  const sorted = [...bars.values()].sort((a, b) => a.at - b.at)
  return { bucket, bars: sorted, total, tookMs: performance.now() - started }
}

/** How many events a question finds, over time. */
export const useHistogram = (q: string) =>
  useQuery({ queryKey: ['histogram', q], queryFn: ({ signal }) => histogram(q, signal) })
