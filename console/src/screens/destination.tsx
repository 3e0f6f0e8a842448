import '../look/destinations.css'
import { Skeleton } from '@mantine/core'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ChangeForm } from '../destinations/change-form.tsx'
import { DeadLetters } from '../destinations/dead-letters.tsx'
import {
  type Destination as Shown,
  useDestination,
  useKinds,
  useTargetOnce,
} from '../destinations/destination-data.ts'
import { Gaps } from '../destinations/gaps.tsx'
import { KindGallery } from '../destinations/kind-gallery.tsx'
import { lagText } from '../destinations/lag.ts'
import { NewForm } from '../destinations/new-form.tsx'
import { Orders } from '../destinations/orders.tsx'
import { Replay } from '../destinations/replay.tsx'
import { Standing, Status } from '../destinations/standing.tsx'
import { EventStory } from '../events/event-story.tsx'
import { conditionOf } from '../events/time-term.ts'
import { Icon } from '../parts/icon.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { Trouble } from '../parts/trouble.tsx'

const kilobyte = 1_000

const Numbers = ({ destination }: { readonly destination: Shown }) => {
  const { lag_events, lag_bytes, position, dead_letters } = destination
  return (
    <dl className="facts">
      <dt>Standing</dt>
      <dd>{lagText(destination)}</dd>
      <dt>Delivered up to</dt>
      <dd className="number">{position < 0 ? 'nothing yet' : position.toLocaleString()}</dd>
      {lag_events > 0 && (
        <>
          <dt>Still to send</dt>
          <dd>about {Math.ceil(lag_bytes / kilobyte).toLocaleString()} kB</dd>
        </>
      )}
      <dt>Refused</dt>
      <dd>{dead_letters === 0 ? 'none' : dead_letters.toLocaleString()}</dd>
    </dl>
  )
}

function Remove({ name }: { readonly name: string }) {
  const { mutate, isPending, error } = useTargetOnce(name, (one) => one.remove())
  const navigate = useNavigate()
  return (
    <>
      <SureButton
        label="Remove"
        sure="Send nothing more"
        about={name}
        isBusy={isPending}
        act={() => mutate(undefined, { onSuccess: () => void navigate({ to: '/destinations' }) })}
      />
      {error && <Trouble error={error} />}
    </>
  )
}

/** One destination: how it stands, what it would not take, and what can be done. */
export function Destination() {
  const { name } = useParams({ from: '/destinations/$name' })
  const { data, error, refetch } = useDestination(name)
  return (
    <div className="page">
      <header className="bar">
        <Link to="/destinations" className="back" aria-label="All destinations">
          <Icon name="back" />
        </Link>
        <h1>{name}</h1>
        {data && (
          <p className="status">
            {data.kind} <Status destination={data} />
          </p>
        )}
        <Remove name={name} />
      </header>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton height={200} />}
      {data && (
        <>
          <section className={`panel destination destination-${data.status}`}>
            <Standing destination={data} />
            <Numbers destination={data} />
            <Orders destination={data} />
          </section>
          <DeadLetters destination={data} />
          <div className="columns">
            <Replay destination={data} />
            <Gaps kind={data.kind} />
          </div>
          <ChangeForm destination={data} />
          <EventStory
            q={`last:30d event:audit_sync_* ${conditionOf('name', name)}`}
            title="What happened to it"
            nothing="Nothing in 30 days."
          />
        </>
      )}
    </div>
  )
}

/** From the kind to the first event: what it needs, and how an event will arrive. */
export function NewDestination() {
  const { kind } = useSearch({ from: '/destinations/new' })
  const { data, error, refetch } = useKinds()
  const chosen = data?.find((one) => one.kind === kind)
  return (
    <div className="page">
      <header className="bar">
        <Link
          to={kind === undefined ? '/destinations' : '/destinations/new'}
          search={{}}
          className="back"
          aria-label="Back"
        >
          <Icon name="back" />
        </Link>
        <h1>{chosen ? chosen.title : 'Where shall events go?'}</h1>
      </header>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {kind === undefined && <KindGallery />}
      {chosen && <NewForm key={chosen.kind} kind={chosen} />}
    </div>
  )
}
