// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: in a row it is the link that takes the focus
import { type MouseEvent, memo } from 'react'
import { Moment } from '../parts/moment.tsx'
import { OutcomeLabel } from '../parts/outcome-label.tsx'
import type { Line, Run } from './coalesced.ts'
import type { Column } from './columns.ts'

type RowProps = {
  readonly line: Line
  readonly columns: readonly Column[]
  readonly title: string
  readonly isChosen: boolean
  readonly isOpened: boolean
  readonly index: number
  readonly top: number
  readonly turn: (run: Run) => void
  /** What stands in the address behind the path. */
  readonly search: string
  readonly open: (href: string) => void
}

/** A plain click stays in this window; every other way to open a link is the browser’s own. */
function openHere(click: MouseEvent<HTMLAnchorElement>, open: RowProps['open']): void {
  if (click.button !== 0 || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return
  click.preventDefault()
  open(click.currentTarget.getAttribute('href') ?? '')
}

/** How many reads a line stands for, and the way to see each. */
const RunButton = ({
  run,
  isOpened,
  turn,
}: Pick<RowProps, 'isOpened' | 'turn'> & { readonly run: Run }) => (
  <button
    type="button"
    className="run"
    aria-expanded={isOpened}
    title={isOpened ? 'Fold them together' : 'Show each of them'}
    onClick={() => turn(run)}
  >
    {run.events.length.toLocaleString()}×
  </button>
)

const What = ({
  line,
  title,
  isChosen,
  isOpened,
  turn,
  search,
  open,
}: Omit<RowProps, 'columns' | 'index' | 'top'>) => (
  <>
    {line.run && line.place === 'head' && (
      <RunButton run={line.run} isOpened={isOpened} turn={turn} />
    )}
    <a
      href={`/events/${line.event.seq}${search}`}
      aria-current={isChosen}
      onClick={(click) => openHere(click, open)}
    >
      {title}
    </a>{' '}
    <span>{line.event.message}</span>
  </>
)

function Cell({
  column,
  ...row
}: Omit<RowProps, 'columns' | 'index' | 'top'> & { readonly column: Column }) {
  const { event } = row.line
  if (column.name === 'time') return <Moment at={event.timestamp} />
  if (column.name === 'what') return <What {...row} />
  if (column.name === 'outcome') return <OutcomeLabel outcome={column.text(event)} />
  return column.text(event)
}

const isCode: ReadonlySet<string> = new Set([
  ...['remote_address', 'client_version', 'app_uid', 'record_uid', 'device_uid', 'peer_address'],
  ...['request_id', 'audit_event', 'recorded_at'],
])

const styleOf = ({ name, width }: Column) =>
  name === 'what' ? {} : { flexBasis: width, flexGrow: 0, flexShrink: 0 }

/** Rendered again only when it is another one: scrolling renders what comes into sight, and nothing else. */
export const EventRow = memo(function EventRow({ columns, index, top, ...row }: RowProps) {
  const { line, isChosen } = row
  return (
    <div
      className="event-row"
      role="row"
      aria-rowindex={index + 2}
      data-chosen={isChosen}
      data-outcome={line.event['outcome']}
      data-place={line.place}
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map((column) => (
        <span
          key={column.name}
          role="cell"
          data-column={column.name}
          className={isCode.has(column.name) ? 'mono' : undefined}
          style={styleOf(column)}
        >
          <Cell column={column} {...row} />
        </span>
      ))}
    </div>
  )
})

export const EventHead = ({ columns }: { readonly columns: readonly Column[] }) => (
  <div className="event-row event-head" role="row">
    {columns.map((column) => (
      <span key={column.name} role="columnheader" data-column={column.name} style={styleOf(column)}>
        {column.title}
      </span>
    ))}
  </div>
)
