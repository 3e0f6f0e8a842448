import { Link } from '@tanstack/react-router'
import type { Vault } from '../../../src/client/vault.ts'
import { useApplications, useCreateApplication } from '../applications/application-data.ts'
import { NameForm } from '../applications/name-form.tsx'
import { amount } from '../parts/amount.ts'
import { Command } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { Unlocked } from '../parts/unlock.tsx'

type Listed = NonNullable<ReturnType<typeof useApplications>['data']>[number]

const Card = ({ app_uid, title, records, folders, devices, ...more }: Listed) => (
  <li className="card">
    <h2>
      <Icon name="apps" />
      <Link to="/applications/$uid" params={{ uid: app_uid }}>
        {title}
      </Link>
    </h2>
    <p className="soft">
      {amount(devices, 'device')} · {amount(records, 'record')} · {amount(folders, 'folder')}
    </p>
    <p className="soft">
      {more.last_access_at === null ? (
        'Nobody has read from it yet'
      ) : (
        <>
          Last read <Moment at={more.last_access_at} as="ago" />
        </>
      )}
    </p>
    {more.permission !== 'owner' && (
      <p className="soft">
        Of {more.owner ?? 'somebody else'}; you may{' '}
        {more.permission === 'manage' ? 'manage' : 'see'} it
      </p>
    )}
  </li>
)

function List({ vault }: { readonly vault: Vault }) {
  const { data, error, refetch } = useApplications(vault)
  const { mutate, isPending, error: refused } = useCreateApplication(vault)
  return (
    <>
      <NameForm
        label="Title of the new application"
        placeholder="Build servers"
        action="New application"
        isBusy={isPending}
        error={refused}
        submit={(title, done) => mutate(title, { onSuccess: done })}
      />
      {error && <Trouble error={error} again={() => void refetch()} />}
      {data?.length === 0 && (
        <Nothing title="No application yet">
          <p>
            An application stands for whatever reads secrets together: a pipeline, a service. Name
            one above, then give it devices, or
          </p>
          <Command>keepwatch sm app create Builds</Command>
        </Nothing>
      )}
      <ul className="gallery">
        {data?.map((application) => (
          <Card key={application.app_uid} {...application} />
        ))}
      </ul>
    </>
  )
}

/** The Secrets Manager applications of the vault. */
export const Applications = () => (
  <div className="page">
    <header className="bar">
      <h1>Applications</h1>
    </header>
    <Unlocked>{(vault) => <List vault={vault} />}</Unlocked>
  </div>
)
