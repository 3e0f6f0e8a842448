import { Button, Progress, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { amount } from '../parts/amount.ts'
import { Trouble } from '../parts/trouble.tsx'
import { type Destination, useTargetOnce } from './destination-data.ts'

type Props = { readonly destination: Destination }

/** A number stays one; a day or a time is meant in the person's own zone. */
const placeOf = (text: string): number | string =>
  /^\d+$/.test(text.trim()) ? Number(text) : new Date(text.trim()).toISOString()

function readable(text: string): boolean {
  return /^\d+$/.test(text.trim()) || !Number.isNaN(Date.parse(text.trim()))
}

const Going = ({ destination }: Props) => (
  <ul className="stack">
    {destination.replays.map(({ first, position, last }) => (
      <li key={`${first} ${last}`}>
        <p className="soft number">
          {amount(Math.max(0, position - first + 1), 'event')} of{' '}
          {amount(last - first + 1, 'event')}
        </p>
        <Progress
          value={(100 * Math.max(0, position - first + 1)) / (last - first + 1)}
          aria-label={`Replay of events ${first} to ${last}`}
        />
      </li>
    ))}
  </ul>
)

/** Has a part of the log sent once more; where the destination is does not change. */
export function Replay({ destination }: Props) {
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const { mutate, isPending, error, data } = useTargetOnce(destination.name, (one) =>
    one.replay({ from: placeOf(from), ...(to.trim() !== '' && { to: placeOf(to) }) }),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  const wrong = (text: string) =>
    text.trim() === '' || readable(text)
      ? undefined
      : 'A number, or a time such as 2026-11-01 08:00.'
  return (
    <section className="panel stack">
      <h2>Send once more</h2>
      <p className="soft">
        A part of the log, by the number of events or by time. The receiver knows by the event’s id
        what it has already.
      </p>
      <form className="replay-form" onSubmit={send}>
        <TextInput
          label="From"
          placeholder="1000 or 2026-11-01"
          required
          withAsterisk={false}
          error={wrong(from)}
          value={from}
          onChange={({ currentTarget }) => setFrom(currentTarget.value)}
        />
        <TextInput
          label="To (optional)"
          placeholder="now"
          error={wrong(to)}
          value={to}
          onChange={({ currentTarget }) => setTo(currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          loading={isPending}
          disabled={!readable(from) || wrong(to) !== undefined}
        >
          Replay
        </Button>
      </form>
      {error && <Trouble error={error} />}
      <p className="soft" role="status">
        {data && `Events ${data.first.toLocaleString()} to ${data.last.toLocaleString()} are sent.`}
      </p>
      <Going destination={destination} />
    </section>
  )
}
