import { Link } from '@tanstack/react-router'
import { useAlerts } from '../alerts/alert-data.ts'
import { useDestinations } from '../destinations/destination-data.ts'
import { useKnownLog } from '../integrity/known-log.ts'
import { countOf, useReady, useRows } from '../report-data.ts'
import { Tile } from './tile.tsx'
import { againstUsual } from './usual.ts'

const reads = 'event:app_client_access'

const sign = (percent: number) => (percent > 0 ? `+${percent}` : String(percent))

const toEvents = (label: string, q: string) => (
  <Link to="/events" search={{ q }}>
    {label}
  </Link>
)

const toReport = (label: string, name: string, created: string) => (
  <Link to="/reports/$name" params={{ name }} search={{ created }}>
    {label}
  </Link>
)

function Reads() {
  const { data, error } = useRows(`last:8d ${reads} report:hour limit:-1`)
  const told = data && againstUsual(data, Date.now())
  const label = 'Reads of secrets'
  return (
    <Tile
      label={label}
      value={told?.recent.toLocaleString()}
      about={
        told?.percent === undefined
          ? 'in 24 hours'
          : `in 24 hours, ${sign(told.percent)} % against the week before`
      }
      error={error}
      link={toEvents(label, `last:24h ${reads}`)}
    />
  )
}

function Denied() {
  const { data, error } = useRows('last:24h outcome:denied report:span')
  const count = data?.reduce((sum, row) => sum + countOf(row), 0)
  return (
    <Tile
      label="Turned away"
      value={count?.toLocaleString()}
      about="denied in 24 hours"
      tone={count ? 'denied' : 'calm'}
      error={error}
      link={toEvents('Turned away', 'last:24h outcome:denied')}
    />
  )
}

type Counted = { readonly name: string; readonly label: string; readonly about: string }

const time = 'last_30_days'

function ReadyCount({ name, label, about }: Counted) {
  const { data, error } = useReady(name, time)
  return (
    <Tile
      label={label}
      value={data?.rows.length.toLocaleString()}
      about={about}
      error={error}
      link={toReport(label, name, time)}
    />
  )
}

function OpenAlerts() {
  const { data, error } = useAlerts()
  const open = data?.filter((alert) => alert.open > 0).length
  return (
    <Tile
      label="Open alerts"
      value={data?.length === 0 ? 'none' : open?.toLocaleString()}
      about={
        data?.length === 0
          ? 'nothing is watched yet'
          : `of ${data?.length ?? 0}, nobody has looked yet`
      }
      tone={open ? 'denied' : 'calm'}
      error={error}
      link={<Link to="/alerts">Open alerts</Link>}
    />
  )
}

function Exports() {
  const { data, error } = useDestinations()
  const behind = data?.reduce((most, { lag_events }) => Math.max(most, lag_events), 0)
  const about =
    data?.length === 0
      ? 'no export yet: keepwatch siem add'
      : `events behind, at most, of ${data?.length ?? 0} exports`
  return (
    <Tile
      label="Exports"
      value={data?.length === 0 ? 'none' : behind?.toLocaleString()}
      about={about}
      error={error}
      link={<Link to="/destinations">Exports</Link>}
    />
  )
}

function Checkpoint() {
  const { data, error } = useKnownLog()
  const holds = data && data.failure === undefined
  return (
    <Tile
      label="Last checkpoint"
      value={data?.size.toLocaleString()}
      about={holds ? 'events, checked here' : data?.failure}
      tone={holds ? 'ok' : 'denied'}
      error={error}
      link={<Link to="/integrity">Last checkpoint</Link>}
    />
  )
}

/** What to look at first; each number leads to what it counts. */
export const Tiles = () => (
  <ul className="tiles">
    <Reads />
    <Denied />
    <ReadyCount
      name="never-connected"
      label="Tokens never used"
      about="devices that never connected"
    />
    <ReadyCount name="stale-devices" label="Stale devices" about="not here for 30 days" />
    <ReadyCount
      name="unused-secrets"
      label="Unused secrets"
      about="shared, and not read for 30 days"
    />
    <OpenAlerts />
    <Exports />
    <Checkpoint />
  </ul>
)
