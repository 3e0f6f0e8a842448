import { Link, useParams } from '@tanstack/react-router'
import type { Vault } from '../../../src/client/vault.ts'
import { useApplication } from '../applications/application-data.ts'
import { Devices } from '../applications/devices.tsx'
import { Holders } from '../applications/holders.tsx'
import { Shares } from '../applications/shares.tsx'
import { conditionOf } from '../events/time-term.ts'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { Unlocked } from '../parts/unlock.tsx'

type Props = { readonly vault: Vault; readonly app_uid: string }

function Opened({ vault, app_uid }: Props) {
  const { data, error, refetch } = useApplication(vault, app_uid)
  if (error && !data) return <Trouble error={error} again={() => void refetch()} />
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
      <Devices vault={vault} application={data} />
      <Shares vault={vault} application={data} />
      <Holders vault={vault} application={data} />
    </>
  )
}

/** One application: its devices, what is shared with it, and who holds it. */
export function Application() {
  const { uid } = useParams({ from: '/applications/$uid' })
  return (
    <div className="page">
      <Unlocked>{(vault) => <Opened vault={vault} app_uid={uid} />}</Unlocked>
    </div>
  )
}
