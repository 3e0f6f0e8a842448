import { useAlerts } from './alerts/alert-data.ts'
import { useDestinations } from './destinations/destination-data.ts'

type Props = { readonly role: string }

/** Who may see neither alerts nor exports is not asked about them all the time: each refusal would be an event. */
const maySee = (role: string) => role !== 'member'

/** How many alerts are open, always in sight. */
export function OpenCount({ role }: Props) {
  const { data } = useAlerts(maySee(role))
  const open = data?.filter((alert) => alert.open > 0) ?? []
  if (open.length === 0) return null
  const isGrave = open.some(({ rule }) => rule.severity === 'critical')
  return (
    <span className={isGrave ? 'rail-count rail-count-critical' : 'rail-count'}>
      {open.length}
      <span className="unseen"> open</span>
    </span>
  )
}

/** Whether an export is in trouble, always in sight. */
export function LagLight({ role }: Props) {
  const { data } = useDestinations(maySee(role))
  const troubled = data?.filter(({ status }) => status !== 'live') ?? []
  if (troubled.length === 0) return null
  return (
    <span
      className="rail-count"
      title={troubled.map(({ name, status }) => `${name} is ${status}`).join(', ')}
    >
      {troubled.length}
      <span className="unseen"> not live</span>
    </span>
  )
}
