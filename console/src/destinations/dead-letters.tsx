import { Link } from '@tanstack/react-router'
import { Moment } from '../parts/moment.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { type Destination, useDeadLetters } from './destination-data.ts'

/** The events that a receiver would not take, and why. */
export function DeadLetters({ destination }: { readonly destination: Destination }) {
  const { name, dead_letters } = destination
  const { data, error, refetch } = useDeadLetters(name, dead_letters)
  if (dead_letters === 0) return null
  return (
    <section className="stack" aria-label="Dead letters">
      <h2>Dead letters</h2>
      <p className="soft">
        The receiver refused these for good. Put right what it says, then “Send dead letters again”.
      </p>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {data && (
        <TableFrame label="Dead letters" titles={['Event', 'Refused', 'What it said', '']}>
          {data.map(({ seq, died_at, reason, waits_for_resend }) => (
            <tr key={seq}>
              <td className="number">
                <Link to="/events/$seq" params={{ seq: String(seq) }} search={{ q: 'last:30d' }}>
                  {seq.toLocaleString()}
                </Link>
              </td>
              <td className="number">
                <Moment at={died_at} />
              </td>
              <td className="wrapping">{reason}</td>
              <td className="soft">{waits_for_resend ? 'on its way again' : ''}</td>
            </tr>
          ))}
        </TableFrame>
      )}
    </section>
  )
}
