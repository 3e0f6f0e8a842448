import { Link } from '@tanstack/react-router'
import { conditionOf } from '../events/time-term.ts'
import { amount } from '../parts/amount.ts'
import { Moment } from '../parts/moment.tsx'
import { sentenceOf } from '../parts/trouble.tsx'
import type { Destination } from './destination-data.ts'

type Props = { readonly destination: Destination }

export const Status = ({ destination: { status } }: Props) => (
  <span className={status === 'live' ? 'outcome' : 'outcome outcome-denied'}>{status}</span>
)

/** Why it does not get what it should, since when, and what it has got. */
export const Standing = ({ destination }: Props) => {
  const { reason, failing_since, dead_letters, filter, position, name } = destination
  return (
    <>
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
    </>
  )
}
