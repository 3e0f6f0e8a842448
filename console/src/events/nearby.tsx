import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Icon } from '../parts/icon.tsx'
import type { ReadEvent } from './event-sheet.tsx'
import { conditionOf } from './time-term.ts'

const fiveMinutes = 300_000

const around = (moment: number) =>
  `time:${new Date(moment - fiveMinutes).toISOString()}..${new Date(moment + fiveMinutes).toISOString()}`

/** What else can be asked from one event, by the field that it shares. */
const shared = [
  { field: 'device_uid', asks: 'device', label: 'Same device' },
  { field: 'username', asks: 'user', label: 'Same person' },
  { field: 'remote_address', asks: 'address', label: 'Same address' },
  { field: 'app_uid', asks: 'app', label: 'Same application' },
  { field: 'record_uid', asks: 'record', label: 'Same record' },
] as const

type Props = { readonly event: ReadEvent; readonly ask: (text: string) => void }

/** The ways from one event to what happened around it. */
export function Nearby({ event, ask }: Props) {
  const moment = Date.parse(String(event['timestamp']))
  const device = event['device_uid'] === undefined ? undefined : String(event['device_uid'])
  const known = shared.filter(({ field }) => typeof event[field] === 'string')
  return (
    <div className="row">
      <Button variant="light" size="compact-xs" onClick={() => ask(around(moment))}>
        ± 5 minutes
      </Button>
      {known.map(({ field, asks, label }) => (
        <Button
          key={field}
          variant="light"
          size="compact-xs"
          onClick={() => ask(`last:30d ${conditionOf(asks, String(event[field]))}`)}
        >
          {label}
        </Button>
      ))}
      {device !== undefined && (
        <Link to="/exposure" search={{ device }} className="quiet-button">
          <Icon name="key" size={14} />
          What it got
        </Link>
      )}
    </div>
  )
}
