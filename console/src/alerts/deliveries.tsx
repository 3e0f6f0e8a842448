import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { Moment } from '../parts/moment.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { type Delivery, useAct, useDeliveries } from './alert-data.ts'

const words = { waiting: 'on its way', delivered: 'delivered', dead: 'given up' } as const

/** What waits for another attempt is not as it should be. */
function toneOf({ status, attempts }: Delivery): string {
  if (status === 'dead') return ' outcome-failure'
  return status === 'waiting' && attempts.length > 0 ? ' outcome-denied' : ''
}

type Attempt = Delivery['attempts'][number]

const answerText = ({ status, answer }: Attempt) => [status, answer].filter(Boolean).join(' ')

const Attempts = ({ attempts }: { readonly attempts: readonly Attempt[] }) => (
  <ol className="attempts">
    {attempts.map((one, number) => (
      <li key={one.at}>
        <span className="soft">{number + 1}.</span> <Moment at={one.at ?? 0} as="long" />{' '}
        <span className="number soft">{one.latency_ms} ms</span>
        <code>{answerText(one) || 'no answer'}</code>
      </li>
    ))}
  </ol>
)

type RowProps = {
  readonly delivery: Delivery
  readonly isBusy: boolean
  readonly resend: (message_uid: string) => void
}

function Row({ delivery, isBusy, resend }: RowProps) {
  const [isOpen, setOpen] = useState(false)
  const { message_uid, recipient, channel, cause_seq, status, created_at, next_at } = delivery
  const { attempts } = delivery
  const last = attempts.at(-1)
  return (
    <Fragment>
      <tr>
        <td className="number">
          <Moment at={created_at ?? 0} />
        </td>
        <td>
          <Link to="/events/$seq" params={{ seq: String(cause_seq) }} search={{ q: 'last:30d' }}>
            event {cause_seq.toLocaleString()}
          </Link>
        </td>
        <td>
          {recipient} <span className="soft">by {channel}</span>
        </td>
        <td>
          <span className={`outcome${toneOf(delivery)}`}>{words[status]}</span>
          {next_at !== null && (
            <span className="soft">
              , again <Moment at={next_at} />
            </span>
          )}
        </td>
        <td>
          <button
            type="button"
            className="fold"
            aria-expanded={isOpen}
            disabled={attempts.length === 0}
            onClick={() => setOpen(!isOpen)}
          >
            {attempts.length} × {last && <code>{answerText(last).slice(0, 40)}</code>}
          </button>
        </td>
        <td>
          {status === 'dead' && (
            <Button
              size="compact-xs"
              variant="default"
              loading={isBusy}
              onClick={() => resend(message_uid)}
            >
              Send again
            </Button>
          )}
        </td>
      </tr>
      {isOpen && (
        <tr className="unfolded">
          <td colSpan={6}>
            <Attempts attempts={attempts} />
          </td>
        </tr>
      )}
    </Fragment>
  )
}

const titles = ['Made', 'Because of', 'To', 'State', 'Attempts']

/** What was sent lately, to whom, and what each receiver said to each attempt. */
export function Deliveries({ alert }: { readonly alert: string }) {
  const { data, error, refetch } = useDeliveries(alert)
  const resending = useAct(alert, (one, message: string) => one.resend(message))
  return (
    <section className="stack" aria-label="Messages">
      <h2>Messages</h2>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {resending.error && <Trouble error={resending.error} />}
      {data?.length === 0 && (
        <p className="soft">
          No message was sent yet. “Send a test” shows whether one would arrive.
        </p>
      )}
      {data && data.length > 0 && (
        <TableFrame label="Messages" titles={titles} acts="with acts">
          {data.map((one) => (
            <Row
              key={one.message_uid}
              delivery={one}
              isBusy={resending.isPending && resending.variables === one.message_uid}
              resend={resending.mutate}
            />
          ))}
        </TableFrame>
      )}
    </section>
  )
}
