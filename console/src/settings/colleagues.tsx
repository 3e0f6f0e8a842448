import { NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { GivenRole } from '../../../src/kernel/roles.ts'
import { Moment } from '../parts/moment.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { api, useSession } from '../session.ts'
import { roles } from './roles.ts'

const queryKey = ['people']

const usePeople = () =>
  useQuery({
    queryKey,
    queryFn: async () => (await api.people.$get()).json(),
    refetchOnMount: 'always',
  })

type Colleague = NonNullable<ReturnType<typeof usePeople>['data']>[number]

/** What is done to somebody, and to whom. */
type Deed = { readonly account_uid: string } & (
  | { readonly what: 'lock' | 'unlock' | 'remove' | 'reset' }
  | { readonly what: 'role'; readonly role: GivenRole }
)

async function done(deed: Deed): Promise<void> {
  const { account_uid, what } = deed
  const one = api.people[':account_uid']
  const param = { account_uid }
  if (what === 'role') await one.role.$put({ param, json: { role: deed.role } })
  else if (what === 'reset') await one['second-factors'].$delete({ param })
  else if (what === 'lock') await one.lock.$put({ param })
  else if (what === 'unlock') await one.lock.$delete({ param })
  else await one.$delete({ param })
}

/** Whom the server lets somebody look after: the owner everybody else, administrators whom neither they nor the owner are. */
function mayCare(as: string, me: string, { email, role }: Colleague): boolean {
  if (email === me || role === 'owner') return false
  return as === 'owner' || (as === 'admin' && role !== 'admin')
}

type Care = { readonly person: Colleague; readonly isBusy: boolean; act(deed: Deed): void }

function Acts({ person, isBusy, act }: Care) {
  const { account_uid, email, locked_at } = person
  return (
    <>
      {locked_at === null ? (
        <SureButton
          label="Lock"
          sure="End every session, and keep out"
          about={email}
          isBusy={isBusy}
          act={() => act({ account_uid, what: 'lock' })}
        />
      ) : (
        <SureButton
          label="Unlock"
          sure="Let in again"
          about={email}
          isBusy={isBusy}
          act={() => act({ account_uid, what: 'unlock' })}
        />
      )}{' '}
      <SureButton
        label="Reset"
        sure="Remove all their second factors"
        about={email}
        isBusy={isBusy}
        act={() => act({ account_uid, what: 'reset' })}
      />{' '}
      <SureButton
        label="Remove"
        sure="Remove the account"
        about={email}
        isBusy={isBusy}
        act={() => act({ account_uid, what: 'remove' })}
      />
    </>
  )
}

/** Somebody's role: to be changed by whoever may, which ends their sessions. */
const RoleOf = ({ person, as, act }: Pick<Care, 'person' | 'act'> & { readonly as: string }) => (
  <NativeSelect
    size="xs"
    aria-label={`Role of ${person.email}`}
    data={roles
      .filter(({ value }) => as === 'owner' || value !== 'admin')
      .map(({ value }) => value)}
    value={person.role}
    onChange={({ currentTarget }) =>
      act({
        account_uid: person.account_uid,
        what: 'role',
        role: currentTarget.value as GivenRole,
      })
    }
  />
)

/** Everybody who has an account, and what becomes of it. */
export function Colleagues({ as }: { readonly as: string }) {
  const session = useSession()
  const me = 'email' in session ? session.email : ''
  const { data, error, refetch } = usePeople()
  const client = useQueryClient()
  const doing = useMutation({
    mutationFn: done,
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  const trouble = error ?? doing.error
  return (
    <section className="stack" aria-label="People">
      <h2>People</h2>
      {trouble && <Trouble error={trouble} again={() => void refetch()} />}
      {data && (
        <TableFrame label="People" titles={['Who', 'Role', 'Since', 'State']} acts="with acts">
          {data.map((person) => {
            const isCared = mayCare(as, me, person)
            const isBusy = doing.isPending && doing.variables.account_uid === person.account_uid
            return (
              <tr key={person.account_uid}>
                <td>{person.email}</td>
                <td>
                  {isCared ? <RoleOf person={person} as={as} act={doing.mutate} /> : person.role}
                </td>
                <td>
                  <Moment at={person.created_at} as="ago" />
                </td>
                <td>
                  {person.locked_at === null ? (
                    'may log in'
                  ) : (
                    <>
                      locked <Moment at={person.locked_at} as="ago" />
                    </>
                  )}
                </td>
                <td>{isCared && <Acts person={person} isBusy={isBusy} act={doing.mutate} />}</td>
              </tr>
            )
          })}
        </TableFrame>
      )}
    </section>
  )
}
