import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useEvents } from '../events/event-data.ts'
import { Moment } from '../parts/moment.tsx'
import { Trouble } from '../parts/trouble.tsx'

type Props = {
  readonly alert_uid: string
  /** When it changes there is more to read. */
  readonly occurrences: number
}

/** What happened to an alert: when it came true, who was told, and who changed it. */
export function AlertHistory({ alert_uid, occurrences }: Props) {
  const q = `last:90d event:audit_alert_* alert_uid:${alert_uid}`
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useEvents(q)
  const known = useRef(occurrences)
  useEffect(() => {
    if (known.current !== occurrences) void refetch()
    known.current = occurrences
  }, [occurrences, refetch])
  const events = data?.pages.flatMap((page) => page.events) ?? []
  return (
    <section className="stack" aria-label="History">
      <div className="row">
        <h2>History</h2>
        <Link to="/events" search={{ q }}>
          In the events
        </Link>
      </div>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {data && events.length === 0 && <p className="soft">Nothing yet.</p>}
      <ol className="history panel">
        {events.map(({ seq, timestamp, message, audit_event, cause_seq }) => (
          <li key={seq} className={audit_event === 'audit_alert_sent' ? 'came-true' : undefined}>
            <Moment at={timestamp} />
            <Link to="/events/$seq" params={{ seq: String(seq) }} search={{ q }}>
              {message}
            </Link>
            {typeof cause_seq === 'number' && (
              <Link
                to="/events/$seq"
                params={{ seq: String(cause_seq) }}
                search={{ q: 'last:30d' }}
                className="soft"
              >
                because of event {cause_seq.toLocaleString()}
              </Link>
            )}
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button
          variant="default"
          size="compact-xs"
          loading={isFetching}
          onClick={() => void fetchNextPage()}
        >
          Earlier
        </Button>
      )}
    </section>
  )
}
