import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Moment } from '../parts/moment.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useChange } from '../parts/use-change.ts'
import { api } from '../session.ts'

const queryKey = ['approvals']
const lookAgainMs = 10_000

const useApprovals = () =>
  useQuery({
    queryKey,
    queryFn: async () => (await api.approvals.$get()).json(),
    refetchOnMount: 'always',
    refetchInterval: lookAgainMs,
  })

type Listed = NonNullable<ReturnType<typeof useApprovals>['data']>[number]
type Decision = { readonly uid: string; readonly as: 'approval' | 'refusal' }

async function decided({ uid, as }: Decision): Promise<void> {
  const param = { approval_uid: uid }
  const one = api.approvals[':approval_uid']
  if (as === 'approval') await one.approval.$post({ param })
  else await one.refusal.$post({ param })
}

const detailsOf = ({ details }: Listed) =>
  Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')

type ActsProps = { readonly one: Listed; readonly isBusy: boolean; act(decision: Decision): void }

function Acts({ one, isBusy, act }: ActsProps) {
  const { approval_uid: uid, is_mine, state, action, asked_by } = one
  if (state !== 'asked') return <span className="soft">{state}</span>
  if (is_mine) return <span className="soft">waits for somebody else</span>
  const about = `${action}, asked by ${asked_by ?? 'somebody'}`
  return (
    <>
      <Button
        size="compact-xs"
        loading={isBusy}
        aria-label={`Approve ${about}`}
        onClick={() => act({ uid, as: 'approval' })}
      >
        Approve
      </Button>{' '}
      <SureButton
        label="Refuse"
        sure="Do not agree"
        about={about}
        isBusy={isBusy}
        act={() => act({ uid, as: 'refusal' })}
      />
    </>
  )
}

/** What colleagues want to do and a second person has to agree to. Not there while nothing waits. */
export function Approvals() {
  const { data, error, refetch } = useApprovals()
  const deciding = useChange(queryKey, decided)
  const trouble = error ?? deciding.error
  if (!trouble && (data === undefined || data.length === 0)) return null
  return (
    <section className="stack" aria-label="Waiting for a second person">
      <h2>Waiting for a second person</h2>
      {trouble && <Trouble error={trouble} again={() => void refetch()} />}
      {data && data.length > 0 && (
        <TableFrame
          label="Waiting for a second person"
          titles={['What', 'About', 'Asked by', 'Until']}
          acts="with acts"
        >
          {data.map((one) => (
            <tr key={one.approval_uid}>
              <td>{one.action}</td>
              <td>{detailsOf(one)}</td>
              <td>{one.asked_by}</td>
              <td>
                <Moment at={one.expires_at} />
              </td>
              <td>
                <Acts
                  one={one}
                  isBusy={deciding.isPending && deciding.variables.uid === one.approval_uid}
                  act={deciding.mutate}
                />
              </td>
            </tr>
          ))}
        </TableFrame>
      )}
    </section>
  )
}
