import { Button, Loader } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { memo, useCallback, useMemo, useRef } from 'react'
import { Failure } from '../../../src/kernel/errors.ts'
import { isLineOf, type Line, pageLines } from '../events/coalesced.ts'
import { columnsOf } from '../events/columns.ts'
import {
  type Histogram as Counted,
  knownUpTo,
  useEvents,
  useHistogram,
} from '../events/event-data.ts'
import { EventList } from '../events/event-list.tsx'
import { EventSheet } from '../events/event-sheet.tsx'
import { Histogram } from '../events/histogram.tsx'
import { ListOptions } from '../events/list-options.tsx'
import { NoEvents } from '../events/no-events.tsx'
import { Onward } from '../events/onward.tsx'
import { QueryBar } from '../events/query-bar.tsx'
import { useQuestion } from '../events/search.ts'
import { withTime } from '../events/time-term.ts'
import { useKeys } from '../events/use-keys.ts'
import { useLines } from '../events/use-lines.ts'
import { useLive } from '../events/use-live.ts'
import { useTitles } from '../events/vocabulary.ts'
import { amount } from '../parts/amount.ts'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'

const isMisspelt = (error: unknown) => error instanceof Failure && error.kind === 'invalid'

type StatusProps = {
  readonly counted: Counted | undefined
  readonly isBusy: boolean
  readonly live: readonly Line[]
  readonly trouble: string | undefined
}

const Status = ({ counted, isBusy, live, trouble }: StatusProps) => (
  <p className="status" role="status">
    {isBusy && <Loader size={12} role="img" aria-label="Asking" />}
    {counted && `${amount(counted.total, 'event')} in ${Math.round(counted.tookMs)} ms`}
    {live.length > 0 && <b>{amount(live.length, 'new event')}</b>}
    {trouble && <span className="warning">{trouble}</span>}
  </p>
)

/** Moves through the list from the event that is shown. */
function useMoving(lines: readonly Line[], chosen: number | undefined) {
  const navigate = useNavigate()
  const open = (seq: number) =>
    void navigate({
      to: '/events/$seq',
      params: { seq: String(seq) },
      search: (now) => now,
      replace: chosen !== undefined,
    })
  const close = () => void navigate({ to: '/events', search: (now) => now })
  const step = (by: number) => () => {
    const at = lines.findLastIndex((line) => isLineOf(line, chosen))
    const next = lines[at < 0 ? 0 : at + by]
    if (next) open(next.event.seq)
  }
  return { close, next: step(1), previous: step(-1) }
}

type FoundProps = {
  readonly all: readonly Line[]
  readonly titles: ReadonlyMap<string, string>
  readonly chosen: number | undefined
  readonly total: number | undefined
  readonly more: (() => void) | undefined
}

/** The list of what was found, and the keys that move through it. */
function Found({ all, total, ...props }: FoundProps) {
  const { cols, isEach } = useQuestion()
  const scroller = useRef<HTMLDivElement>(null)
  const { lines, isWhole, ...runs } = useLines(all, isEach)
  const columns = useMemo(() => columnsOf(cols), [cols])
  const { close, next, previous } = useMoving(lines, props.chosen)
  useKeys({ j: next, k: previous, Escape: close })
  return (
    <EventList
      {...{ lines, columns, scroller, ...runs, ...props }}
      total={isWhole ? total : undefined}
    />
  )
}

const LiveButton = memo(function LiveButton() {
  const { isLive, follow } = useQuestion()
  return (
    <Button
      size="xs"
      variant={isLive ? 'filled' : 'default'}
      aria-pressed={isLive}
      leftSection={<Icon name="live" />}
      onClick={() => follow(!isLive)}
    >
      {isLive ? 'Live is on' : 'Live'}
    </Button>
  )
})

/** The events of a question, and those that have happened since. */
function useFound(q: string, isLive: boolean) {
  const found = useEvents(q)
  const pages = found.data?.pages
  const known = knownUpTo(pages)
  const { lines: live, trouble } = useLive(q, { isOn: isLive, after: known })
  const all = useMemo(
    () => [live, ...(pages ?? []).map(({ events }) => pageLines(events))].flat(),
    [live, pages],
  )
  const more =
    found.hasNextPage && !found.isFetching
      ? () => void found.fetchNextPage({ cancelRefetch: false })
      : undefined
  return { found, live, trouble, all, more }
}

/** Search, histogram, list, and the sheet of one event beside them. */
export function Events() {
  const { q, isLive, ask, follow } = useQuestion()
  const { seq } = useParams({ strict: false })
  const chosen = seq === undefined ? undefined : Number(seq)
  const input = useRef<HTMLInputElement>(null)
  const { found, live, trouble, all, more } = useFound(q, isLive)
  const { data: counted, isFetching, error: uncounted, refetch: count } = useHistogram(q)
  const titles = useTitles()
  const navigate = useNavigate()
  useKeys({
    l: () => follow(!isLive),
    r: () => void found.refetch(),
    '/': () => input.current?.focus(),
  })
  const again = () => void found.refetch()
  const zoom = useCallback(
    (from: Date, to: Date) => ask(withTime(q, `time:${from.toISOString()}..${to.toISOString()}`)),
    [ask, q],
  )
  const close = () => void navigate({ to: '/events', search: (now) => now })
  return (
    <div className="events">
      <div className="events-main">
        <header className="bar">
          <h1>Events</h1>
          <Status counted={counted} isBusy={isFetching} live={live} trouble={trouble} />
          <div className="row">
            <Onward q={q} />
            <ListOptions />
            <LiveButton />
          </div>
        </header>
        <QueryBar q={q} ask={ask} error={found.error} input={input} />
        {counted && counted.total > 0 && <Histogram q={q} counted={counted} zoom={zoom} />}
        {uncounted && !counted && !found.error && (
          <Trouble error={uncounted} again={() => void count()} />
        )}
        {found.error && !isMisspelt(found.error) && <Trouble error={found.error} again={again} />}
        {found.isSuccess && all.length === 0 && <NoEvents q={q} ask={ask} />}
        {all.length > 0 && <Found {...{ all, titles, chosen, more, total: counted?.total }} />}
      </div>
      {chosen !== undefined && <EventSheet seq={chosen} titles={titles} ask={ask} close={close} />}
    </div>
  )
}
