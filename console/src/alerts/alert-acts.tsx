import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { SureButton } from '../parts/sure-button.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { type ShownAlert, useDo } from './alert-data.ts'
import { SnoozeMenu } from './snooze-menu.tsx'

type Props = { readonly alert: ShownAlert }

/** The real answers of a test, one a way. */
function TestResults({ alert }: Props) {
  const { mutate, isPending, error, data } = useDo(String(alert.alert_id), (one) => one.test())
  return (
    <>
      <Button size="compact-xs" variant="default" loading={isPending} onClick={() => mutate()}>
        Send a test
      </Button>
      {error && <Trouble error={error} />}
      {data && (
        <div className="test-results" role="status">
          <ul>
            {data.map(({ recipient, channel, arrived, status, latency_ms, answer }) => (
              <li key={recipient + channel}>
                <span className={arrived ? 'outcome' : 'outcome outcome-failure'}>
                  {arrived ? 'arrived' : 'did not arrive'}
                </span>{' '}
                {recipient} by {channel}, {latency_ms} ms:{' '}
                <code>{[status, answer].filter(Boolean).join(' ') || 'no answer'}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

type ActProps = {
  readonly label: string
  readonly variant?: 'filled' | 'default'
  readonly act: { readonly isPending: boolean; mutate(): void }
}

const Act = ({ label, variant = 'default', act }: ActProps) => (
  <Button size="compact-xs" variant={variant} loading={act.isPending} onClick={() => act.mutate()}>
    {label}
  </Button>
)

const isSnoozed = ({ snoozed_until: until }: ShownAlert) =>
  until !== null && Date.parse(until) > Date.now()

/** What can be done to an alert. */
export function AlertActs({ alert }: Props) {
  const id = String(alert.alert_id)
  const navigate = useNavigate()
  const isShadow = alert.rule.mode === 'shadow'
  const turning = useDo<unknown>(id, (one) => (alert.active ? one.disable() : one.enable()))
  const shadowing = useDo(id, (one) => one.change({ rule: { mode: isShadow ? 'live' : 'shadow' } }))
  const acknowledging = useDo(id, (one) => one.acknowledge())
  const resuming = useDo(id, (one) => one.enable())
  const removing = useDo(id, (one) => one.remove())
  const acts = [turning, shadowing, acknowledging, resuming, removing]
  const failed = acts.find(({ error }) => error)
  return (
    <div className="stack">
      <div className="row">
        {alert.open > 0 && (
          <Act label={`Acknowledge ${alert.open}`} variant="filled" act={acknowledging} />
        )}
        <Button
          size="compact-xs"
          variant="default"
          renderRoot={(props) => (
            <Link to="/alerts/$alert/edit" params={{ alert: id }} {...props} />
          )}
        >
          Edit
        </Button>
        <TestResults alert={alert} />
        {isSnoozed(alert) ? (
          <Act label="End the snooze" act={resuming} />
        ) : (
          <SnoozeMenu alert={alert} />
        )}
        <Act label={isShadow ? 'Tell people' : 'Only watch (shadow)'} act={shadowing} />
        <Act label={alert.active ? 'Switch off' : 'Switch on'} act={turning} />
        <SureButton
          label="Delete"
          sure="Delete with its history of messages"
          about={alert.name}
          isBusy={removing.isPending}
          act={() =>
            removing.mutate(undefined, { onSuccess: () => void navigate({ to: '/alerts' }) })
          }
        />
      </div>
      {failed && <Trouble error={failed.error} />}
    </div>
  )
}
