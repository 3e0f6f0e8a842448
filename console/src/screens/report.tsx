import { NativeSelect } from '@mantine/core'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { amount } from '../parts/amount.ts'
import { Icon } from '../parts/icon.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { sentenceOf } from '../parts/trouble.tsx'
import { type Report as Found, type ReadyReport, useLibrary, useReady } from '../report-data.ts'
import { Awaited } from '../reports/awaited.tsx'
import { ReportBars } from '../reports/report-bars.tsx'
import { ReportTable } from '../reports/report-table.tsx'
import { Saves } from '../reports/saves.tsx'
import { ScheduleForm } from '../reports/schedule-form.tsx'

const usualTime = 'last_30_days'

const times = [
  { value: 'today', label: 'Today' },
  { value: 'last_24_hours', label: 'Last 24 hours' },
  { value: 'last_7_days', label: 'Last 7 days' },
  { value: 'last_30_days', label: 'Last 30 days' },
  { value: 'month_to_date', label: 'This month' },
  { value: 'last_month', label: 'Last month' },
  { value: 'year_to_date', label: 'This year' },
]

type BodyProps = { readonly report: ReadyReport; readonly found: Found }

const Body = ({ report, found: { rows, cut } }: BodyProps) =>
  rows.length === 0 ? (
    <Nothing title="No rows">
      <p>Nothing of this kind is known in this time: choose a longer one.</p>
    </Nothing>
  ) : (
    <>
      {cut !== undefined && (
        <p className="query-trouble" role="alert">
          {sentenceOf(cut)} What came until then stands below.
        </p>
      )}
      {report.chart && <ReportBars rows={rows} chart={report.chart} />}
      <ReportTable columns={report.columns} rows={rows} />
    </>
  )

/** One ready-made report over a time that can be chosen. */
export function Report() {
  const { name } = useParams({ from: '/reports/$name' })
  const { created = usualTime } = useSearch({ from: '/reports/$name' })
  const navigate = useNavigate()
  const { data: library } = useLibrary()
  const asking = useReady(name, created)
  const { data: found } = asking
  const report = library?.find((one) => one.name === name)
  return (
    <div className="page">
      <header className="bar">
        <Link to="/reports" className="back" aria-label="All reports">
          <Icon name="back" />
        </Link>
        <h1>{report?.title ?? name}</h1>
        <p className="status">{found && amount(found.rows.length, 'row')}</p>
        <div className="row">
          <NativeSelect
            aria-label="Time"
            size="xs"
            data={times}
            value={created}
            onChange={({ currentTarget: { value } }) =>
              void navigate({ to: '.', search: { created: value } })
            }
          />
          {report && found && (
            <Saves
              name={name}
              columns={report.columns}
              rows={found.rows}
              asked={{ ready: name, created }}
            />
          )}
        </div>
      </header>
      {report && <p className="soft about">{report.about}</p>}
      <Awaited name={name} created={created} asking={asking} />
      {report && <ScheduleForm report={name} />}
      {report && found && <Body report={report} found={found} />}
    </div>
  )
}
