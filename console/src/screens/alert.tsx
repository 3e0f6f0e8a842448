import '../look/alerts.css'
import { Skeleton } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { AlertActs } from '../alerts/alert-acts.tsx'
import { type ShownAlert, useAlert } from '../alerts/alert-data.ts'
import { AlertHistory } from '../alerts/alert-history.tsx'
import { conditionText } from '../alerts/conditions.ts'
import { Deliveries } from '../alerts/deliveries.tsx'
import { occurrencesOf } from '../alerts/open-alerts.tsx'
import { Recipients } from '../alerts/recipients.tsx'
import { Severity, Standing } from '../alerts/standing.tsx'
import { amount } from '../parts/amount.ts'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { Trouble } from '../parts/trouble.tsx'

/** What an alert looks for, when it comes true, and how often it tells. */
const Rule = ({ alert }: { readonly alert: ShownAlert }) => {
  const { rule, query, frequency, last_sent, occurrences, alerts_sent, alert_uid } = alert
  return (
    <section className="panel">
      <h2>The rule</h2>
      <dl className="facts">
        <dt>Events</dt>
        <dd>
          {query ? (
            <Link to="/events" search={{ q: `last:30d ${query}` }}>
              <code>{query}</code>
            </Link>
          ) : (
            'every event'
          )}
        </dd>
        <dt>Comes true at</dt>
        <dd>{conditionText(rule.condition)}</dd>
        {rule.group_by.length > 0 && (
          <>
            <dt>For each</dt>
            <dd>{rule.group_by.join(', ')}</dd>
          </>
        )}
        <dt>Tells</dt>
        <dd>{frequency}</dd>
        <dt>Came true</dt>
        <dd>
          <Link to="/events" search={{ q: occurrencesOf(alert_uid) }}>
            {amount(occurrences, 'time')}
          </Link>
          , told {amount(alerts_sent, 'time')}
        </dd>
        <dt>Last told</dt>
        <dd>{last_sent === null ? 'never' : <Moment at={last_sent} as="long" />}</dd>
      </dl>
    </section>
  )
}

/** One alert: what it is, who is told, what came of each message. */
export function Alert() {
  const { alert: id } = useParams({ from: '/alerts/$alert' })
  const { data: alert, error, refetch } = useAlert(id)
  return (
    <div className="page">
      <header className="bar">
        <Link to="/alerts" className="back" aria-label="All alerts">
          <Icon name="back" />
        </Link>
        <h1>{alert?.name ?? `Alert ${id}`}</h1>
        {alert && (
          <p className="status">
            <Severity severity={alert.rule.severity} />
            <Standing alert={alert} />
          </p>
        )}
      </header>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {!alert && !error && <Skeleton height={220} />}
      {alert && (
        <>
          {alert.rule.description && <p className="soft about">{alert.rule.description}</p>}
          <AlertActs alert={alert} />
          <div className="columns">
            <Rule alert={alert} />
            <Recipients alert={alert} />
          </div>
          <Deliveries alert={id} />
          <AlertHistory alert_uid={alert.alert_uid} occurrences={alert.occurrences} />
        </>
      )}
    </div>
  )
}
