import { useQuery } from '@tanstack/react-query'
import { Moment } from '../parts/moment.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { api } from '../session.ts'

const lookAgainMs = 5_000

const workText = ({
  work,
  target,
}: {
  readonly work: string
  readonly target?: string | undefined
}) => (target === undefined ? work : `${work} ${target}`)

/** Which servers there are, and what each of them does for all. */
export function Servers() {
  const { data, error, refetch } = useQuery({
    queryKey: ['servers'],
    queryFn: async () => (await api.servers.$get()).json(),
    refetchInterval: lookAgainMs,
  })
  return (
    <section className="stack" aria-label="Servers">
      <h2>Servers</h2>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {data && (
        <TableFrame label="Servers" titles={['Server', 'Since', 'Release', 'Does for all']}>
          {data.map(({ name, since, release, is_this, works }) => (
            <tr key={name}>
              <td className="mono">
                {name} {is_this && <span className="soft">this one</span>}
              </td>
              <td>
                <Moment at={since} as="ago" />
              </td>
              <td>{release}</td>
              <td>{works.map(workText).join(', ')}</td>
            </tr>
          ))}
        </TableFrame>
      )}
    </section>
  )
}
