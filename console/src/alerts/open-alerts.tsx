import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { amount } from '../parts/amount.ts'
import { Moment } from '../parts/moment.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { type ShownAlert, useDo } from './alert-data.ts'
import { conditionText } from './conditions.ts'
import { SnoozeMenu } from './snooze-menu.tsx'
import { Severity } from './standing.tsx'

/** The events at which an alert came true, on the record. */
export const occurrencesOf = (alert_uid: string): string =>
  `last:30d event:audit_alert_sent alert_uid:${alert_uid}`

const Card = ({ alert }: { readonly alert: ShownAlert }) => {
  const { alert_id, alert_uid, name, open, rule, last_sent } = alert
  const acknowledging = useDo(String(alert_id), (one) => one.acknowledge())
  return (
    <li className={`panel open-alert open-${rule.severity}`}>
      <div className="row">
        <Severity severity={rule.severity} />
        <h3>
          <Link to="/alerts/$alert" params={{ alert: String(alert_id) }}>
            {name}
          </Link>
        </h3>
        <span className="soft">
          came true{' '}
          <Link to="/events" search={{ q: occurrencesOf(alert_uid) }}>
            {amount(open, 'time')}
          </Link>
          {last_sent !== null && (
            <>
              , last told <Moment at={last_sent} as="ago" />
            </>
          )}
        </span>
        <span className="row acts">
          <Button
            size="compact-xs"
            loading={acknowledging.isPending}
            aria-label={`Acknowledge ${name}`}
            onClick={() => acknowledging.mutate()}
          >
            Acknowledge
          </Button>
          <SnoozeMenu alert={alert} />
        </span>
      </div>
      <p className="soft">{rule.description || conditionText(rule.condition)}</p>
      {acknowledging.error && <Trouble error={acknowledging.error} />}
    </li>
  )
}

const weight = { critical: 0, warning: 1, notice: 2, info: 3 } as const

/** What came true and nobody has looked at yet, the gravest first. */
export function OpenAlerts({ alerts }: { readonly alerts: readonly ShownAlert[] }) {
  const open = alerts
    .filter((alert) => alert.open > 0)
    .sort((a, b) => weight[a.rule.severity] - weight[b.rule.severity])
  return (
    <section className="stack" aria-label="Open alerts">
      <h2>Open</h2>
      {open.length === 0 && (
        <p className="all-quiet">Nothing is open: whatever came true has been looked at.</p>
      )}
      <ul className="stack">
        {open.map((alert) => (
          <Card key={alert.alert_uid} alert={alert} />
        ))}
      </ul>
    </section>
  )
}
