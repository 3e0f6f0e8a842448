import { Loader } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Failure } from '../../../src/kernel/errors.ts'
import { QueryTrouble } from '../events/query-trouble.tsx'
import { amount } from '../parts/amount.ts'
import { Icon } from '../parts/icon.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { type Report, useRemoveReport, useReport } from '../report-data.ts'
import { BuildForm } from '../reports/build-form.tsx'
import { builtFrom, textOf } from '../reports/report-terms.ts'
import { columnsIn, Result } from '../reports/result.tsx'
import { SaveReport } from '../reports/save-report.tsx'
import { Saves } from '../reports/saves.tsx'
import { ScheduleForm } from '../reports/schedule-form.tsx'
import { zone } from '../time.ts'

const begin = 'last:7d -event:events_read report:day group:event'
const pauseMs = 300

const isMisspelt = (error: unknown) => error instanceof Failure && error.kind === 'invalid'

type AnswerProps = {
  readonly report: Report | undefined
  readonly settled: string
  readonly isFetching: boolean
  readonly again: () => void
}

const Answer = ({ report, settled, ...waiting }: AnswerProps) =>
  report ? (
    <Result report={report} built={builtFrom(settled)} />
  ) : (
    <Waiting asked={['report', settled]} {...waiting} />
  )

/** A report of one’s own: which events, by what, as chart and table, kept under a name. The address holds all of it. */
export function ReportBuilder() {
  const { q = begin, saved } = useSearch({ from: '/reports/new' })
  const navigate = useNavigate()
  const [settled] = useDebouncedValue(q, pauseMs)
  const { data: report, error, isFetching, refetch } = useReport(settled)
  const removing = useRemoveReport()
  const built = builtFrom(q)
  const go = (search: { readonly q: string; readonly saved?: string }) =>
    void navigate({ to: '/reports/new', search, replace: true })
  const named = saved === undefined ? {} : { saved }
  return (
    <div className="page">
      <header className="bar">
        <Link to="/reports" className="back" aria-label="All reports">
          <Icon name="back" />
        </Link>
        <h1>{saved ?? 'New report'}</h1>
        <p className="status" role="status">
          {isFetching && <Loader size={12} role="img" aria-label="Asking" />}
          {report && amount(report.rows.length, 'row')}
        </p>
        <div className="row">
          {report && (
            <Saves
              name={saved ?? 'report'}
              columns={columnsIn(report.rows, built)}
              rows={report.rows}
              asked={{ q, timezone: zone }}
              isRaw={built.type === 'raw'}
            />
          )}
        </div>
      </header>
      <BuildForm built={built} build={(next) => go({ q: textOf(next), ...named })} />
      <div className="row">
        <SaveReport key={saved} q={q} name={saved ?? ''} done={(name) => go({ q, saved: name })} />
        {saved !== undefined && (
          <SureButton
            label="Remove"
            sure="Forget this report"
            about={saved}
            isBusy={removing.isPending}
            act={() =>
              removing.mutate(saved, { onSuccess: () => void navigate({ to: '/reports' }) })
            }
          />
        )}
      </div>
      {saved !== undefined && <ScheduleForm report={saved} />}
      {removing.error && <Trouble error={removing.error} />}
      <QueryTrouble q={q} error={error} />
      {error && !isMisspelt(error) && <Trouble error={error} again={() => void refetch()} />}
      {!error && <Answer {...{ report, isFetching, settled }} again={() => void refetch()} />}
    </div>
  )
}
