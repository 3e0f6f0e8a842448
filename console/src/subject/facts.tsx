import { Link } from '@tanstack/react-router'
import { Tile } from '../overview/tile.tsx'
import { amount } from '../parts/amount.ts'
import { Moment } from '../parts/moment.tsx'
import { countOf, useRows } from '../report-data.ts'

type Props = { readonly of: string; readonly time: string }

const at = (seconds: unknown) =>
  typeof seconds === 'number' ? <Moment at={seconds * 1_000} as="ago" /> : 'never'

const exactly = (seconds: unknown) =>
  typeof seconds === 'number' ? <Moment at={seconds * 1_000} as="long" /> : undefined

/** How often, how often in vain, and since when. Every number leads to what it counts. */
export function Facts({ of, time }: Props) {
  const ever = useRows(`${of} report:span show:occurrences,first_created,last_created`)
  const now = useRows(`last:${time} ${of} report:span show:occurrences,distinct(address)`)
  const denied = useRows(`last:${time} ${of} outcome:denied report:span`)
  const [known] = ever.data ?? []
  const [lately] = now.data ?? []
  const refused = denied.data?.reduce((sum, row) => sum + countOf(row), 0)
  const link = (label: string, q: string) => (
    <Link to="/events" search={{ q }}>
      {label}
    </Link>
  )
  return (
    <ul className="tiles">
      <Tile
        label="Events"
        value={now.data && (lately ? countOf(lately) : 0).toLocaleString()}
        about={`from ${amount(Number(lately?.['distinct(address)'] ?? 0), 'address', 'addresses')}`}
        error={now.error}
        link={link('Events', `last:${time} ${of}`)}
      />
      <Tile
        label="Turned away"
        value={refused?.toLocaleString()}
        about="denied in this time"
        tone={refused ? 'denied' : 'calm'}
        error={denied.error}
        link={link('Turned away', `last:${time} ${of} outcome:denied`)}
      />
      <Tile
        label="First seen"
        value={ever.data && at(known?.['first_created'])}
        about={exactly(known?.['first_created'])}
        error={ever.error}
        link={link('First seen', of)}
      />
      <Tile
        label="Last seen"
        value={ever.data && at(known?.['last_created'])}
        about={exactly(known?.['last_created'])}
        error={ever.error}
        link={link('Last seen', of)}
      />
    </ul>
  )
}
