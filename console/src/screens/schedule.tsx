import { Button, Skeleton } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { amount } from '../parts/amount.ts'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import {
  type Run,
  type Schedule as Shown,
  useRunFile,
  useRuns,
  useSchedule,
  useScheduleOrder,
} from '../reports/schedule-data.ts'

type RowProps = { readonly run: Run; readonly isBusy: boolean; readonly fetch: () => void }

const Row = ({ run, isBusy, fetch }: RowProps) => {
  const { due, state, rows, bytes, file, file_kept, trouble, deliveries } = run
  return (
    <tr>
      <td className="number">{run.run}</td>
      <td>{due && <Moment at={due} />}</td>
      <td>
        {state}
        {trouble && <p className="warning">{trouble}</p>}
      </td>
      <td className="number">{rows === null ? '' : amount(rows, 'row')}</td>
      <td className="wrapping">
        {deliveries.map(({ recipient, channel, status, answer }) => (
          <p key={channel + recipient}>
            {recipient} by {channel}: {status} <span className="soft">{answer}</span>
          </p>
        ))}
      </td>
      <td>
        {file && file_kept ? (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Icon name="down" size={13} />}
            loading={isBusy}
            onClick={fetch}
          >
            {file}, {(bytes ?? 0).toLocaleString()} bytes
          </Button>
        ) : (
          <span className="soft">none kept</span>
        )}
      </td>
    </tr>
  )
}

const titles = ['Run', 'Due', 'State', 'Rows', 'Told', 'File']

function History({ name }: { readonly name: string }) {
  const { data, error, refetch } = useRuns(name)
  const fetching = useRunFile(name)
  return (
    <section className="stack" aria-label="Runs">
      <h2>Runs</h2>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {fetching.error && <Trouble error={fetching.error} />}
      {data?.length === 0 && <p className="soft">None yet. “Run it now” shows what will come.</p>}
      {data && data.length > 0 && (
        <TableFrame label="Runs" titles={titles}>
          {data.map((run) => (
            <Row
              key={run.run}
              run={run}
              isBusy={fetching.isPending && fetching.variables.run === run.run}
              fetch={() => fetching.mutate(run)}
            />
          ))}
        </TableFrame>
      )}
    </section>
  )
}

function Acts({ schedule }: { readonly schedule: Shown }) {
  const { mutate, isPending, variables, error } = useScheduleOrder(schedule.name)
  const navigate = useNavigate()
  const turn = schedule.status === 'paused' ? 'resume' : 'pause'
  return (
    <>
      <div className="row">
        <Button
          size="compact-xs"
          loading={isPending && variables === 'run'}
          onClick={() => mutate('run')}
        >
          Run it now
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          loading={isPending && variables === turn}
          onClick={() => mutate(turn)}
        >
          {turn === 'pause' ? 'Pause' : 'Resume'}
        </Button>
        <SureButton
          label="Remove"
          sure="Send it no more"
          about={schedule.name}
          isBusy={isPending && variables === 'remove'}
          act={() => mutate('remove', { onSuccess: () => void navigate({ to: '/reports' }) })}
        />
      </div>
      {error && <Trouble error={error} />}
    </>
  )
}

/** One schedule: when it comes next, and what came of each run, with its file. */
export function Schedule() {
  const { name } = useParams({ from: '/reports/schedules/$name' })
  const { data, error, refetch } = useSchedule(name)
  return (
    <div className="page">
      <header className="bar">
        <Link to="/reports" className="back" aria-label="All reports">
          <Icon name="back" />
        </Link>
        <h1>{name}</h1>
        {data && (
          <p className="status">
            {data.report} as {data.format}, <code>{data.cron}</code> {data.timezone}
          </p>
        )}
      </header>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton height={120} />}
      {data && (
        <>
          <p className="soft">
            {data.status === 'paused' || data.next === null ? (
              `It is ${data.status}.`
            ) : (
              <>
                It comes next <Moment at={data.next} as="long" />.
              </>
            )}{' '}
            {data.reason}
          </p>
          <Acts schedule={data} />
          <History name={name} />
        </>
      )}
    </div>
  )
}
