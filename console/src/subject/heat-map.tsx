import { useMemo } from 'react'
import type { ReportRow } from '../../../src/client/reports.ts'
import { Trouble } from '../parts/trouble.tsx'
import { countOf, useRows } from '../report-data.ts'

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** How many there were in each hour of each weekday, in the person's own zone; Monday first. */
function countsOf(rows: readonly ReportRow[]): readonly (readonly number[])[] {
  const counts = days.map(() => hours.map(() => 0))
  for (const row of rows) {
    const moment = new Date(Number(row['created']) * 1_000)
    const day = counts[(moment.getDay() + 6) % 7]
    if (day) day[moment.getHours()] = (day[moment.getHours()] ?? 0) + countOf(row)
  }
  return counts
}

const shade = (count: number, most: number) =>
  count === 0 ? undefined : `${Math.round(14 + 86 * Math.sqrt(count / most))}%`

const hourText = (hour: number) => `${String(hour).padStart(2, '0')}:00`

type Props = { readonly of: string; readonly time: string }

/** When in the week it happens: the table is the picture, so that it can be read as well as seen. */
export function HeatMap({ of, time }: Props) {
  const { data, error, refetch } = useRows(`last:${time} ${of} report:hour limit:-1`)
  const counts = useMemo(() => countsOf(data ?? []), [data])
  const most = Math.max(1, ...counts.flat())
  return (
    <section className="panel">
      <h2>When in the week</h2>
      {error && !data && <Trouble error={error} again={() => void refetch()} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="heat-frame" tabIndex={0} aria-label="Events by weekday and hour">
        <table className="heat">
          <thead>
            <tr>
              <td />
              {hours.map((hour) => (
                <th key={hour} scope="col">
                  {hour % 3 === 0 ? (
                    hourText(hour)
                  ) : (
                    <span className="unseen">{hourText(hour)}</span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((row, day) => (
              <tr key={days[day]}>
                <th scope="row">{days[day]}</th>
                {row.map((count, hour) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place
                    key={hour}
                    title={`${days[day]} ${hourText(hour)}: ${count.toLocaleString()}`}
                    data-some={count > 0}
                    style={{ '--shade': shade(count, most) } as Record<string, string | undefined>}
                  >
                    <span className="unseen">{count}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
