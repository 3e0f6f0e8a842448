// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be those of a table
import { Button } from '@mantine/core'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { type RefObject, useEffect, useState } from 'react'
import { isLineOf, type Line, type Run } from './coalesced.ts'
import type { Column } from './columns.ts'
import { EventHead, EventRow } from './event-row.tsx'
import { useWindow } from './use-window.ts'

const rowHeight = 34
const fetchAhead = 40

type Props = {
  readonly lines: readonly Line[]
  readonly columns: readonly Column[]
  readonly titles: ReadonlyMap<string, string>
  readonly chosen: number | undefined
  /** How many there are in all, if it is known and none stands for several. */
  readonly total: number | undefined
  readonly opened: ReadonlySet<string>
  readonly turn: (run: Run) => void
  readonly more: (() => void) | undefined
  readonly scroller: RefObject<HTMLDivElement | null>
}

const gaps = 14
const edges = 40

/** What all columns take at least; below that the list scrolls sideways. */
const widthOf = (columns: readonly Column[]) =>
  columns.reduce((sum, { width }) => sum + width + gaps, edges - gaps)

/** The events that have been fetched; only those in sight are in the page. */
export function EventList({
  lines,
  columns,
  titles,
  chosen,
  total,
  more,
  scroller,
  ...runs
}: Props) {
  const { first, end, show } = useWindow(scroller, { count: lines.length, rowHeight })
  const { history } = useRouter()
  const search = useRouterState({ select: ({ location }) => location.searchStr })
  const [open] = useState(() => (href: string) => history.push(href))
  useEffect(() => {
    // Lines that stand for many events would fetch page after page to fill the screen: that waits until somebody scrolls.
    const isWanted = lines.length > fetchAhead || (scroller.current?.scrollTop ?? 0) > 0
    if (more && isWanted && end > lines.length - fetchAhead) more()
  }, [more, end, lines.length, scroller])
  const at = chosen === undefined ? -1 : lines.findIndex((line) => isLineOf(line, chosen))
  useEffect(() => {
    if (at >= 0) show(at)
  }, [at, show])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="event-list" ref={scroller} tabIndex={0}>
      <div
        role="table"
        aria-label="Events"
        aria-rowcount={(total ?? lines.length) + 1}
        className="event-table"
        style={{ '--least': `${widthOf(columns)}px` } as object}
      >
        <EventHead columns={columns} />
        <div role="rowgroup" className="event-rows" style={{ height: lines.length * rowHeight }}>
          {lines.slice(first, end).map((line, place) => {
            const { event, run } = line
            const index = first + place
            return (
              <EventRow
                key={index}
                line={line}
                columns={columns}
                title={titles.get(event.audit_event) ?? event.audit_event}
                isChosen={isLineOf(line, chosen)}
                isOpened={run !== undefined && runs.opened.has(run.key)}
                index={index}
                top={index * rowHeight}
                turn={runs.turn}
                search={search}
                open={open}
              />
            )
          })}
        </div>
      </div>
      {more && (
        <Button size="compact-xs" variant="default" className="earlier" onClick={more}>
          Earlier events
        </Button>
      )}
    </div>
  )
}
