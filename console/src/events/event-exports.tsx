import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Command, Copy } from '../parts/copy.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { api } from '../session.ts'

/** How an event leaves for receivers, and what became of it there. */
const useExports = (seq: number) =>
  useQuery({
    queryKey: ['event-exports', seq],
    queryFn: async () =>
      (await api.events[':seq'].exports.$get({ param: { seq: String(seq) } })).json(),
    staleTime: 5_000,
  })

type Props = { readonly seq: number }

/** JSON on several lines; what is none as it is. */
function readable(text: string): string {
  return text.startsWith('{') ? JSON.stringify(JSON.parse(text), undefined, 2) : text
}

/** The event as one of the formats in which it is exported. */
export function AsFormat({ seq, format }: Props & { readonly format: string }) {
  const { data, error, refetch } = useExports(seq)
  if (error) return <Trouble error={error} again={() => void refetch()} />
  const text = data?.formats.find((one) => one.format === format)?.text
  if (text === undefined) return <Skeleton height={120} mt={8} />
  return (
    <>
      <pre className="json">{readable(text)}</pre>
      <Copy text={text}>Copy</Copy>
    </>
  )
}

const words = {
  delivered: 'delivered',
  waiting: 'still to come',
  refused: 'refused',
  filtered: 'left out by its filter',
  earlier: 'from before it was set up',
} as const

const tones = {
  delivered: 'outcome',
  waiting: 'outcome outcome-denied',
  refused: 'outcome outcome-failure',
  filtered: 'soft',
  earlier: 'soft',
} as const

/** Where the event was delivered, and who was told of it. */
export function Delivered({ seq }: Props) {
  const { data, error, refetch } = useExports(seq)
  if (error) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return <Skeleton height={80} mt={8} />
  return (
    <div className="stack delivered">
      {data.deliveries.length === 0 && (
        <>
          <p className="soft">There is no destination yet. One that gets everything:</p>
          <Command>keepwatch siem add archive --kind file --set file=events.ndjson</Command>
        </>
      )}
      <ul>
        {data.deliveries.map(({ name, kind, state, reason }) => (
          <li key={name} className="delivery">
            <Link to="/destinations/$name" params={{ name }}>
              {name}
            </Link>
            <span className="soft">{kind}</span>
            <span className={tones[state]}>{words[state]}</span>
            {reason !== undefined && <p className="soft">{reason}</p>}
          </li>
        ))}
      </ul>
      <Link to="/events" search={{ q: `cause_seq:${seq}` }}>
        Alerts that came true at it
      </Link>
    </div>
  )
}
