import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Moment } from '../parts/moment.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useEvents } from './event-data.ts'

type Props = {
  readonly q: string
  readonly title: string
  readonly nothing: string
  /** The type of the events that weigh more than the others. */
  readonly heavy?: string
}

/** What happened to one thing, newest first, in sentences; each leads to its event. */
export function EventStory({ q, title, nothing, heavy }: Props) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useEvents(q)
  const events = data?.pages.flatMap((page) => page.events) ?? []
  return (
    <section className="stack" aria-label={title}>
      <div className="row">
        <h2>{title}</h2>
        <Link to="/events" search={{ q }}>
          In the events
        </Link>
      </div>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {data && events.length === 0 && <p className="soft">{nothing}</p>}
      <ol className="history panel">
        {events.map(({ seq, timestamp, message, audit_event, cause_seq }) => (
          <li key={seq} className={audit_event === heavy ? 'came-true' : undefined}>
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
          className="fit"
          loading={isFetching}
          onClick={() => void fetchNextPage({ cancelRefetch: false })}
        >
          Earlier
        </Button>
      )}
    </section>
  )
}
