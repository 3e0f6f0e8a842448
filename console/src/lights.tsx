import { useAlerts } from './alerts/alert-data.ts'
import { useDestinations } from './destinations/destination-data.ts'
import { useMay } from './session.ts'

/** How many alerts are open, always in sight. */
export function OpenCount() {
  const { data } = useAlerts(useMay('alerts.read'))
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
export function LagLight() {
  const { data } = useDestinations(useMay('exports.read'))
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
