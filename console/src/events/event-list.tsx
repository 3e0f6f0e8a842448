// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: in a row it is the link that takes the focus
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import type { LogEvent } from '../../../src/client/live-events.ts'
import { Moment } from '../parts/moment.tsx'
import { OutcomeLabel } from '../parts/outcome-label.tsx'

const rowHeight = 34
const fetchAhead = 40

const text = (value: unknown) => (value === undefined ? '' : String(value))

/** Who did it: the device, or the person. */
const actorOf = (event: LogEvent): string => text(event['device_name'] ?? event['username'])

const Head = () => (
  <div className="event-row event-head" role="row">
    {['Time', 'Who', 'What happened', 'From', 'Result', 'Client'].map((title) => (
      <span key={title} role="columnheader">
        {title}
      </span>
    ))}
  </div>
)

type RowProps = {
  readonly event: LogEvent
  readonly title: string
  readonly isChosen: boolean
  readonly index: number
  readonly top: number
}

function Row({ event, title, isChosen, index, top }: RowProps) {
  const outcome = text(event['outcome'])
  const { seq, message } = event
  return (
    <div
      className="event-row"
      role="row"
      aria-rowindex={index + 2}
      data-chosen={isChosen}
      data-outcome={outcome}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell" className="time">
        <Moment at={event.timestamp} />
      </span>
      <span role="cell">{actorOf(event)}</span>
      <span role="cell" className="what">
        <Link
          to="/events/$seq"
          params={{ seq: String(seq) }}
          search={(now) => now}
          aria-current={isChosen}
        >
          {title}
        </Link>{' '}
        <span>{message}</span>
      </span>
      <span role="cell" className="mono">
        {text(event['remote_address'])}
      </span>
      <span role="cell">
        <OutcomeLabel outcome={outcome} />
      </span>
      <span role="cell" className="mono soft">
        {text(event['client_version'])}
      </span>
    </div>
  )
}

type Props = {
  readonly events: readonly LogEvent[]
  readonly titles: ReadonlyMap<string, string>
  readonly chosen: number | undefined
  /** How many there are in all, if it is known. */
  readonly total: number | undefined
  readonly more: (() => void) | undefined
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** The events that have been fetched; only those in sight are in the page. */
export function EventList({ events, titles, chosen, total, more, scroller }: Props) {
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => events[index]?.seq ?? index,
  })
  const rows = virtual.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= events.length - fetchAhead) more()
  }, [more, last, events.length])
  const at = events.findIndex(({ seq }) => seq === chosen)
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
  }, [at, virtual])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="event-list" ref={scroller} tabIndex={0}>
      <div role="table" aria-label="Events" aria-rowcount={(total ?? events.length) + 1}>
        <Head />
        <div role="rowgroup" className="event-rows" style={{ height: virtual.getTotalSize() }}>
          {rows.map(({ index, key, start }) => {
            const event = events[index]
            if (!event) return null
            const title = titles.get(event.audit_event) ?? event.audit_event
            const isChosen = event.seq === chosen
            return <Row key={key} {...{ event, title, isChosen, index, top: start }} />
          })}
        </div>
      </div>
    </div>
  )
}
