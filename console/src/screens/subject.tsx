import '../look/subject.css'
import { SegmentedControl } from '@mantine/core'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { EventStory } from '../events/event-story.tsx'
import { Timeline } from '../events/timeline.tsx'
import { useTitles } from '../exposure/exposure-data.ts'
import { Top } from '../overview/top-events.tsx'
import { Copy } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { useRows } from '../report-data.ts'
import { Edges } from '../subject/edge-table.tsx'
import { Facts } from '../subject/facts.tsx'
import { HeatMap } from '../subject/heat-map.tsx'
import { type SubjectKind, subjects } from '../subject/subjects.ts'
import { isOverviewTime } from './overview.tsx'

type Props = { readonly kind: SubjectKind; readonly id: string }

/** What it is called: by the log, or by one’s own vault. */
function useName({ kind, id }: Props): { readonly name: string; readonly app?: string } {
  const titles = useTitles()
  const of = subjects[kind].of(id)
  const asked = kind === 'device' ? 'device_name,app_uid' : 'event'
  const { data } = useRows(`${of} report:span group:${asked} limit:1`)
  const [row] = data ?? []
  if (kind === 'secret') return { name: titles?.get(id) ?? id }
  if (kind !== 'device') return { name: id }
  const app = row?.['app_uid']
  return {
    name: String(row?.['device_name'] ?? id),
    ...(app !== undefined && { app: String(app) }),
  }
}

const Ways = ({ kind, id, app }: Props & { readonly app: string | undefined }) => (
  <div className="row">
    <Copy text={id}>Copy</Copy>
    <Link to="/alerts/new" search={{ q: subjects[kind].of(id) }} className="quiet-button">
      <Icon name="bell" size={14} />
      As alert
    </Link>
    {app !== undefined && (
      <Link to="/applications/$uid" params={{ uid: app }} className="quiet-button">
        <Icon name="apps" size={14} />
        Its application
      </Link>
    )}
    {kind === 'secret' && (
      <Link to="/vault/$uid" params={{ uid: id }} className="quiet-button">
        <Icon name="vault" size={14} />
        Open it
      </Link>
    )}
    {kind === 'person' && (
      <Link to="/settings" className="quiet-button">
        <Icon name="settings" size={14} />
        Role, lock, remove
      </Link>
    )}
  </div>
)

/** Everything about one device, person, secret or address: when, how often, what, with whom. */
function Page({ kind, id }: Props) {
  const { label, icon, of, tops } = subjects[kind]
  const { name, app } = useName({ kind, id })
  const { time: chosen } = useSearch({ strict: false })
  const time = isOverviewTime(chosen) ? chosen : '30d'
  const navigate = useNavigate()
  const asked = of(id)
  return (
    <div className="page subject">
      <header className="bar">
        <Icon name={icon} size={20} />
        <h1>{name}</h1>
        <p className="status">
          {label} {name !== id && <code>{id}</code>}
        </p>
        <SegmentedControl
          size="xs"
          aria-label="Time"
          data={['24h', '7d', '30d']}
          value={time}
          onChange={(value) => void navigate({ to: '.', search: { time: value }, replace: true })}
        />
      </header>
      <Ways kind={kind} id={id} app={app} />
      <Facts of={asked} time={time} />
      <Timeline q={`last:${time} ${asked}`} />
      <Edges kind={kind} id={id} time={time} />
      <div className="columns">
        {tops.map((top) => (
          <Top key={top.group} time={time} of={asked} {...top} />
        ))}
        <HeatMap of={asked} time={time} />
      </div>
      <EventStory
        q={`last:${time} ${asked}`}
        title="Its events"
        nothing="Nothing happened in this time: choose a longer one."
      />
    </div>
  )
}

const useId = () => useParams({ strict: false }).id ?? ''

export const Device = () => <Page kind="device" id={useId()} />
export const Person = () => <Page kind="person" id={useId()} />
export const Secret = () => <Page kind="secret" id={useId()} />
export const Address = () => <Page kind="address" id={useId()} />
