import { Link } from '@tanstack/react-router'
import { Command } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { useRows } from '../report-data.ts'
import { useMay } from '../session.ts'

const steps = [
  {
    event: 'record_add',
    does: 'Store a secret',
    to: '/vault/new',
    command: 'keepwatch record add --title Database --type login --field password=…',
  },
  {
    event: 'app_created',
    does: 'Make an application, and share the secret with it',
    to: '/applications',
    command: 'keepwatch sm app create Builds',
  },
  {
    event: 'app_client_connected',
    does: 'Add a device, and let it read',
    to: '/applications',
    command: 'keepwatch sm client add --app Builds --name ci-runner',
  },
] as const

const asked = steps.map(({ event }) => event).join(',')

/** What to do on a new server, until the first device has read: what is done is ticked off. */
export function FirstSteps() {
  const { data } = useRows(`event:${asked} report:span group:event limit:9`)
  const mayStore = useMay('vault')
  const done = new Set(data?.map((row) => row['event']))
  if (!data || !mayStore || done.has('app_client_connected')) return null
  return (
    <section className="panel stack" aria-label="First steps">
      <h2>First steps</h2>
      <ol className="first-steps">
        {steps.map(({ event, does, to, command }) => (
          <li key={event} className="stack">
            <span className="row">
              <Icon name={done.has(event) ? 'check' : 'circle'} size={18} />
              <Link to={to}>{does}</Link>
              {done.has(event) && <span className="outcome">done</span>}
            </span>
            {!done.has(event) && <Command>{command}</Command>}
          </li>
        ))}
      </ol>
    </section>
  )
}
