import { Link } from '@tanstack/react-router'
import { Moment } from '../parts/moment.tsx'
import { Sparkline } from '../parts/sparkline.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { type ShownAlert, useWeek } from './alert-data.ts'
import { conditionText } from './conditions.ts'
import { Severity, Standing, toldNames } from './standing.tsx'

const quiet = [0, 0, 0, 0, 0, 0, 0]

type RowProps = { readonly alert: ShownAlert; readonly week: readonly number[] }

const Row = ({ alert, week }: RowProps) => {
  const { alert_id, name, rule, query, occurrences, last_sent } = alert
  const told = toldNames(alert)
  return (
    <tr>
      <td>
        <div className="alert-name">
          <Link to="/alerts/$alert" params={{ alert: String(alert_id) }}>
            {name}
          </Link>
          <span>
            {conditionText(rule.condition)}
            {query && (
              <>
                {' '}
                with <code>{query}</code>
              </>
            )}
          </span>
        </div>
      </td>
      <td>
        <Standing alert={alert} />
      </td>
      <td>
        <Severity severity={rule.severity} />
      </td>
      <td>
        <Sparkline counts={week} label={`Seven days, today last: ${week.join(', ')}`} />
      </td>
      <td className="number">{occurrences.toLocaleString()}</td>
      <td>
        {last_sent === null ? (
          <span className="soft">never</span>
        ) : (
          <Moment at={last_sent} as="ago" />
        )}
      </td>
      <td className={told ? undefined : 'warning'}>{told || 'nobody'}</td>
    </tr>
  )
}

const titles = ['Alert', 'State', 'Severity', 'Last 7 days', 'Came true', 'Last sent', 'Tells']

/** Every alert, and how often each came true lately. */
export function AlertTable({ alerts }: { readonly alerts: readonly ShownAlert[] }) {
  const week = useWeek()
  return (
    <TableFrame label="Alerts" titles={titles}>
      {alerts.map((alert) => (
        <Row key={alert.alert_uid} alert={alert} week={week.get(alert.alert_uid) ?? quiet} />
      ))}
    </TableFrame>
  )
}
