import { Link } from '@tanstack/react-router'
import { useDestinations } from '../destinations/destination-data.ts'
import { lagText } from '../destinations/lag.ts'
import { Command } from '../parts/copy.tsx'
import { wordsOf } from '../parts/trouble.tsx'

/** How far behind each export is. */
export function ExportLags() {
  const { data, error } = useDestinations()
  return (
    <section className="panel">
      <h2>Exports</h2>
      {error && !data && <p className="soft">{wordsOf(error)}</p>}
      {data?.length === 0 && (
        <div className="stack">
          <p className="soft">
            Nothing is exported yet. <Link to="/destinations/new">Set one up</Link>, or
          </p>
          <Command>keepwatch siem add archive --kind file --set file=events.ndjson</Command>
        </div>
      )}
      <ul className="lags">
        {data?.map((one) => (
          <li key={one.name} className={one.status === 'live' ? undefined : 'lag-troubled'}>
            <Link to="/destinations/$name" params={{ name: one.name }}>
              {one.name}
            </Link>
            <span className={one.status === 'live' ? 'outcome' : 'outcome outcome-denied'}>
              {one.status}
            </span>
            <span className="soft number">{lagText(one)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
