import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import {
  type Destination,
  type Order,
  useDestinations,
  useOrder,
} from '../destinations/destination-data.ts'
import { conditionOf } from '../events/time-term.ts'
import { amount } from '../parts/amount.ts'
import { Command } from '../parts/copy.tsx'
import { Moment } from '../parts/moment.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { sentenceOf, Trouble } from '../parts/trouble.tsx'

/** How far behind, in events and in time. */
function lagText({ lag_events, lag_seconds }: Destination): string {
  if (lag_events === 0) return 'has everything'
  const minutes = Math.floor(lag_seconds / 60)
  const time = minutes > 0 ? amount(minutes, 'minute') : amount(lag_seconds, 'second')
  return `${amount(lag_events, 'event')} and ${time} behind`
}

const orders: readonly {
  readonly order: Order
  readonly label: string
  readonly fits: (destination: Destination) => boolean
}[] = [
  { order: 'test', label: 'Send a test', fits: () => true },
  { order: 'pause', label: 'Pause', fits: ({ status }) => status !== 'paused' },
  { order: 'resume', label: 'Resume', fits: ({ status }) => status === 'paused' },
  { order: 'resend', label: 'Send dead letters again', fits: (one) => one.dead_letters > 0 },
]

function Orders({ destination }: { readonly destination: Destination }) {
  const { mutate, isPending, variables, error, data } = useOrder(destination.name)
  const hasArrived = variables === 'test' && data !== undefined && !error
  return (
    <>
      <div className="row">
        {orders
          .filter(({ fits }) => fits(destination))
          .map(({ order, label }) => (
            <Button
              key={order}
              size="compact-xs"
              variant="default"
              loading={isPending && variables === order}
              onClick={() => mutate(order)}
            >
              {label}
            </Button>
          ))}
        <span role="status" className="outcome">
          {hasArrived ? 'The test message has arrived.' : ''}
        </span>
      </div>
      {error && <Trouble error={error} />}
    </>
  )
}

const Card = ({ destination }: { readonly destination: Destination }) => {
  const { name, kind, status, reason, failing_since, dead_letters, filter, position } = destination
  return (
    <li className={`panel destination destination-${status}`}>
      <div className="row">
        <h2>{name}</h2>
        <span className="soft">{kind}</span>
        <span className={status === 'live' ? 'outcome' : 'outcome outcome-denied'}>{status}</span>
        <span className="lag number">{lagText(destination)}</span>
      </div>
      {reason && (
        <p>
          {sentenceOf(reason)}{' '}
          {failing_since && (
            <span className="soft">
              Since <Moment at={failing_since} />.
            </span>
          )}
        </p>
      )}
      <p className="soft">
        {filter ? <code>{filter}</code> : 'Every event'}, delivered up to number{' '}
        {Math.max(0, position).toLocaleString()}.{' '}
        {dead_letters > 0 && <b>{amount(dead_letters, 'event')} it would not take. </b>}
        <Link
          to="/events"
          search={{ q: `last:30d event:audit_sync_* ${conditionOf('name', name)}` }}
        >
          What happened to it
        </Link>
      </p>
      <Orders destination={destination} />
    </li>
  )
}

/** Where events are exported to. */
export function Destinations() {
  const { data, error, refetch } = useDestinations()
  return (
    <div className="page">
      <header className="bar">
        <h1>Destinations</h1>
        <p className="status">{data && amount(data.length, 'export')}</p>
      </header>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {data?.length === 0 && (
        <Nothing title="No destination yet">
          <p>
            Events can go to a SIEM, a collector or a file, all of them, in order, as they happen:
          </p>
          <Command>keepwatch siem add archive --kind file --set file=events.ndjson</Command>
          <p>
            <code>keepwatch siem add --help</code> names every kind and what it needs.
          </p>
        </Nothing>
      )}
      <ul className="stack">
        {data?.map((destination) => (
          <Card key={destination.name} destination={destination} />
        ))}
      </ul>
    </div>
  )
}
