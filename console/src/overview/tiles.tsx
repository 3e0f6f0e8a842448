import { Link } from '@tanstack/react-router'
import { useAlerts } from '../alerts/alert-data.ts'
import { useDestinations } from '../destinations/destination-data.ts'
import { useKnownLog } from '../integrity/known-log.ts'
import { amount } from '../parts/amount.ts'
import { useReady } from '../report-data.ts'
import { Tile } from './tile.tsx'
import { UsualTile } from './usual-tile.tsx'

const toReport = (label: string, name: string, created: string) => (
  <Link to="/reports/$name" params={{ name }} search={{ created }}>
    {label}
  </Link>
)

type Counted = {
  readonly name: string
  readonly label: string
  readonly about: string
  readonly time?: string
}

function ReadyCount({ name, label, about, time = 'last_30_days' }: Counted) {
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
      : `events behind at most, of ${amount(data?.length ?? 0, 'export')}`
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
    <UsualTile label="Reads of secrets" counts="event:app_client_access" />
    <UsualTile label="Turned away" counts="outcome:denied" tone="denied" />
    <ReadyCount
      name="new-actors"
      label="New actors"
      about="in 7 days, not seen in the 4 weeks before"
      time="last_7_days"
    />
    <ReadyCount
      name="new-edges"
      label="New readers of secrets"
      about="in 7 days, who had not read it before"
      time="last_7_days"
    />
    <OpenAlerts />
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
    <Exports />
    <Checkpoint />
  </ul>
)
