import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Moment } from '../parts/moment.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { api } from '../session.ts'

const queryKey = ['sessions']

/** Where one is logged in, to be ended from here. */
export function Sessions() {
  const client = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async () => (await api.sessions.$get()).json(),
    refetchOnMount: 'always',
  })
  const ending = useMutation({
    mutationFn: async (session_id: string) =>
      (await api.sessions[':session_id'].$delete({ param: { session_id } })).json(),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  const trouble = error ?? ending.error
  return (
    <section className="stack" aria-label="Your sessions">
      <h2>Your sessions</h2>
      {trouble && <Trouble error={trouble} again={() => void refetch()} />}
      {data && (
        <TableFrame label="Your sessions" titles={['Began', 'Ends', 'Name']} acts="with acts">
          {data.map(({ session_id, created_at, expires_at, current }) => (
            <tr key={session_id}>
              <td>
                <Moment at={created_at} as="ago" />{' '}
                {current && <span className="soft">this one</span>}
              </td>
              <td>
                <Moment at={expires_at} />
              </td>
              <td className="mono">
                <Link to="/events" search={{ q: `last:7d session:${session_id}` }}>
                  {session_id}
                </Link>
              </td>
              <td>
                {!current && (
                  <SureButton
                    label="End"
                    sure="End it now"
                    about={session_id}
                    isBusy={ending.isPending && ending.variables === session_id}
                    act={() => ending.mutate(session_id)}
                  />
                )}
              </td>
            </tr>
          ))}
        </TableFrame>
      )}
    </section>
  )
}
