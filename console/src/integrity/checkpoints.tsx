import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { isSignedBy } from '../../../src/evidence/verify-pack.ts'
import { useEvents } from '../events/event-data.ts'
import { amount } from '../parts/amount.ts'
import { Moment } from '../parts/moment.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'

const q = 'last:7d event:log_checkpoint'
const mostShown = 24

/** Whether one of the keys that are known here has signed; undefined while it is being found out. */
function useSigned(note: string, known: readonly string[]): boolean | undefined {
  const { data } = useQuery({
    queryKey: ['signed', note, known],
    queryFn: async () => {
      const signed = await Promise.all(known.map((vkey) => isSignedBy(note, vkey)))
      return signed.includes(true)
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data
}

type RowProps = {
  readonly known: readonly string[]
  readonly event: Readonly<Record<string, unknown>> & {
    readonly seq: number
    readonly timestamp: string
  }
}

const Row = ({ event, known }: RowProps) => {
  const { seq, timestamp, size, root, note } = event
  const isSigned = useSigned(String(note), known)
  const signatures = String(note)
    .split('\n')
    .filter((line) => line.startsWith('— ')).length
  return (
    <tr>
      <td className="number">
        <Moment at={timestamp} />
      </td>
      <td className="number">
        <Link to="/events/$seq" params={{ seq: String(seq) }} search={{ q }}>
          {Number(size).toLocaleString()}
        </Link>
      </td>
      <td>
        <code>{String(root).slice(0, 20)}…</code>
      </td>
      <td>
        {isSigned !== undefined && (
          <span className={isSigned ? 'outcome' : 'outcome outcome-failure'}>
            {isSigned ? 'signed' : 'not by a known key'}
          </span>
        )}{' '}
        {signatures > 1 && <span className="soft">{amount(signatures, 'signature')}</span>}
      </td>
    </tr>
  )
}

const titles = ['Signed', 'Events', 'Root', 'Signature, checked here']

/** The newest checkpoints that stand in the log, and so with every receiver of events. */
export function Checkpoints({ known }: { readonly known: readonly string[] }) {
  const { data, error, refetch } = useEvents(q)
  const events = data?.pages.flatMap((page) => page.events).slice(0, mostShown) ?? []
  return (
    <section className="stack" aria-label="Checkpoints">
      <div className="row">
        <h2>Checkpoints</h2>
        <Link to="/events" search={{ q }}>
          All of them
        </Link>
      </div>
      {error && <Trouble error={error} again={() => void refetch()} />}
      <TableFrame label="Checkpoints" titles={titles}>
        {events.map((event) => (
          <Row key={event.seq} event={event} known={known} />
        ))}
      </TableFrame>
    </section>
  )
}
