import { Link, useParams } from '@tanstack/react-router'
import type { Vault } from '../../../src/client/vault.ts'
import { useApplication } from '../applications/application-data.ts'
import { Devices } from '../applications/devices.tsx'
import { conditionOf } from '../events/time-term.ts'
import { Command } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { Unlocked } from '../parts/unlock.tsx'

type Share = NonNullable<ReturnType<typeof useApplication>['data']>['shares'][number]

const Shares = ({
  shares,
  app_uid,
}: {
  readonly shares: readonly Share[]
  readonly app_uid: string
}) => (
  <section className="stack">
    <h2>What it may read</h2>
    {shares.length === 0 && <p className="soft">Nothing is shared with it yet.</p>}
    <ul className="stack">
      {shares.map(({ secret_uid, kind, editable, created_at }) => (
        <li key={secret_uid} className="row">
          <Link to="/events" search={{ q: `last:30d ${conditionOf('item', secret_uid)}` }}>
            <code>{secret_uid}</code>
          </Link>
          <span className="soft">
            {kind}, {editable ? 'may be changed' : 'read only'}, since <Moment at={created_at} />
          </span>
        </li>
      ))}
    </ul>
    <Command>{`keepwatch sm share add --app ${app_uid} --secret RECORD_OR_FOLDER_UID`}</Command>
  </section>
)

type Props = { readonly vault: Vault; readonly app_uid: string }

function Opened({ vault, app_uid }: Props) {
  const { data, error, refetch } = useApplication(vault, app_uid)
  if (error) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return null
  return (
    <>
      <header className="bar">
        <Link to="/applications" className="back" aria-label="All applications">
          <Icon name="back" />
        </Link>
        <h1>{data.title}</h1>
        <p className="status">{app_uid}</p>
        <Link to="/events" search={{ q: `last:30d ${conditionOf('app', app_uid)}` }}>
          Its events
        </Link>
      </header>
      <Devices vault={vault} app_uid={app_uid} devices={data.devices} />
      <Shares shares={data.shares} app_uid={app_uid} />
    </>
  )
}

/** One application: its devices, and what is shared with it. */
export function Application() {
  const { uid } = useParams({ from: '/applications/$uid' })
  return (
    <div className="page">
      <Unlocked>{(vault) => <Opened vault={vault} app_uid={uid} />}</Unlocked>
    </div>
  )
}
