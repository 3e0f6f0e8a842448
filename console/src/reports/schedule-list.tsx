import { Link } from '@tanstack/react-router'
import { Moment } from '../parts/moment.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useSchedules } from './schedule-data.ts'

/** The reports that are sent by the clock. */
export function ScheduleList() {
  const { data, error, refetch } = useSchedules()
  if (error) return <Trouble error={error} again={() => void refetch()} />
  if (!data || data.length === 0) return null
  return (
    <section className="stack" aria-label="Scheduled reports">
      <h2>Sent by the clock</h2>
      <TableFrame
        label="Scheduled reports"
        titles={['Schedule', 'Report', 'When', 'As', 'By', 'Next', 'Last run']}
      >
        {data.map(({ name, report, cron, timezone, format, ways, next, status, last_run }) => (
          <tr key={name}>
            <td>
              <Link to="/reports/schedules/$name" params={{ name }}>
                {name}
              </Link>
            </td>
            <td>{report}</td>
            <td>
              <code>{cron}</code> <span className="soft">{timezone}</span>
            </td>
            <td>{format}</td>
            <td>{ways.map(({ channel }) => channel).join(', ')}</td>
            <td>{status === 'paused' || next === null ? status : <Moment at={next} />}</td>
            <td>
              {last_run?.due ? (
                <>
                  {last_run.state}, <Moment at={last_run.due} as="ago" />
                </>
              ) : (
                <span className="soft">none yet</span>
              )}
            </td>
          </tr>
        ))}
      </TableFrame>
    </section>
  )
}
