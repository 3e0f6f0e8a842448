import '../look/destinations.css'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type Destination, useDestinations } from '../destinations/destination-data.ts'
import { lagText } from '../destinations/lag.ts'
import { Orders } from '../destinations/orders.tsx'
import { Standing, Status } from '../destinations/standing.tsx'
import { amount } from '../parts/amount.ts'
import { Command } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { Trouble } from '../parts/trouble.tsx'

const Card = ({ destination }: { readonly destination: Destination }) => {
  const { name, kind, status } = destination
  return (
    <li className={`panel destination destination-${status}`}>
      <div className="row">
        <h2>
          <Link to="/destinations/$name" params={{ name }}>
            {name}
          </Link>
        </h2>
        <span className="soft">{kind}</span>
        <Status destination={destination} />
        <span className="lag number">{lagText(destination)}</span>
      </div>
      <Standing destination={destination} />
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
        <Button
          size="xs"
          leftSection={<Icon name="plus" />}
          renderRoot={(props) => <Link to="/destinations/new" search={{}} {...props} />}
        >
          New destination
        </Button>
      </header>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {data?.length === 0 && (
        <Nothing title="No destination yet">
          <p>
            Events can go to a SIEM, a collector or a file, all of them, in order, as they happen.
            Set one up here, or
          </p>
          <Command>keepwatch siem add archive --kind file --set file=events.ndjson</Command>
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
