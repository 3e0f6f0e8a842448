import '../look/review.css'
import { Button, NativeSelect } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { EventStory } from '../events/event-story.tsx'
import { Command } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { sentenceOf } from '../parts/trouble.tsx'
import { useKept } from '../parts/use-kept.ts'
import { type ReadyReport, type Report, useLibrary, useReady } from '../report-data.ts'
import { Awaited } from '../reports/awaited.tsx'
import { CheckFile } from '../review/check-file.tsx'
import { linesOfPage, Pager, pageOfLine } from '../review/pager.tsx'
import { type Decision, type Decisions, lineOf, reviewed } from '../review/review-data.ts'
import { ReviewTable, type TableProps } from '../review/review-table.tsx'
import { SignOffForm } from '../review/sign-off-form.tsx'

const times = [
  { value: 'last_7_days', label: 'Last 7 days' },
  { value: 'last_30_days', label: 'Last 30 days' },
  { value: 'month_to_date', label: 'This month' },
  { value: 'last_month', label: 'Last month' },
  { value: 'year_to_date', label: 'This year' },
]

type BodyProps = {
  readonly report: ReadyReport
  readonly found: Report
  readonly created: string
  readonly page: number
  readonly go: (page: number) => void
}

type Paged = TableProps & Pick<BodyProps, 'page' | 'go'>

/** The lines of a page, and the ways to the other pages above and below them. */
function Pages({ page: wanted, go, rows, ...shown }: Paged) {
  const { columns, decisions } = shown
  const page = Math.min(Math.max(1, wanted), pageOfLine(rows.length - 1))
  const open = rows.findIndex((row) => decisions[lineOf(columns, row)] === undefined)
  const pager = <Pager page={page} lines={rows.length} go={go} open={open < 0 ? undefined : open} />
  return (
    <>
      {pager}
      <ReviewTable {...shown} rows={rows.slice((page - 1) * linesOfPage, page * linesOfPage)} />
      {rows.length > linesOfPage && pager}
    </>
  )
}

function Body({ report: { name, columns }, found: { rows, cut }, created, ...paged }: BodyProps) {
  const kept = useKept<Decisions>(`review ${name} ${created}`, {})
  const lines = new Set(rows.map((row) => lineOf(columns, row)))
  const decisions = Object.fromEntries(
    Object.entries(kept.value).filter(([line]) => lines.has(line)),
  )
  const decide = (line: string, decision: Decision) => kept.keep({ ...decisions, [line]: decision })
  const rest = () =>
    kept.keep({ ...Object.fromEntries([...lines].map((line) => [line, 'keep'])), ...decisions })
  if (cut !== undefined)
    return (
      <p className="query-trouble" role="alert">
        {sentenceOf(cut)} A part cannot be signed off: review a shorter time.
      </p>
    )
  if (rows.length === 0)
    return (
      <Nothing title="Nothing to decide">
        <p>The report has no lines in this time: that can be signed at the command line.</p>
        <Command>{`keepwatch audit-report --run ${name} --created ${created} --format csv --output review.csv --sign-off "nothing changed"`}</Command>
      </Nothing>
    )
  return (
    <>
      <div className="row">
        <Button size="compact-xs" variant="default" onClick={rest}>
          Keep all that is not decided
        </Button>
        <span className="soft">What you decide stays in this window until it is signed.</span>
      </div>
      <Pages {...paged} columns={columns} rows={rows} decisions={decisions} decide={decide} />
      <SignOffForm
        key={`${name} ${created}`}
        review={{ report: name, created, columns, rows, decisions }}
        done={kept.forget}
      />
    </>
  )
}

/** Who may still read what they read: line by line, decided, and signed off. */
export function Review() {
  const search = useSearch({ strict: false })
  const { report: name = 'access-drift', created = 'last_30_days' } = search
  const navigate = useNavigate()
  const { data: library } = useLibrary()
  const asking = useReady(name, created)
  const { data: found } = asking
  const report = library?.find((one) => one.name === name)
  const choices = (library ?? []).filter((one) => reviewed.some((wanted) => wanted === one.name))
  const go = (change: { readonly report?: string; readonly created?: string; page?: number }) =>
    void navigate({ to: '/reports/review', search: { report: name, created, ...change } })
  return (
    <div className="page">
      <header className="bar">
        <Link to="/reports" className="back" aria-label="All reports">
          <Icon name="back" />
        </Link>
        <h1>Access review</h1>
        <div className="row">
          <NativeSelect
            aria-label="What is reviewed"
            size="xs"
            data={choices.map(({ name: value, title: label }) => ({ value, label }))}
            value={name}
            onChange={({ currentTarget }) => go({ report: currentTarget.value })}
          />
          <NativeSelect
            aria-label="Time"
            size="xs"
            data={times}
            value={created}
            onChange={({ currentTarget }) => go({ created: currentTarget.value })}
          />
        </div>
      </header>
      {report && <p className="soft about">{report.about}</p>}
      <Awaited name={name} created={created} asking={asking} />
      {report && found && (
        <Body
          key={`${name} ${created}`}
          report={report}
          found={found}
          created={created}
          page={search.page ?? 1}
          go={(page) => go({ page })}
        />
      )}
      <CheckFile />
      <EventStory
        q="event:report_signed_off"
        title="Earlier reviews"
        nothing="None was signed off yet."
      />
    </div>
  )
}
