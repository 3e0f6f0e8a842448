import { Button, Progress, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { amount } from '../parts/amount.ts'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { lineOf, type Review, useSignOff } from './review-data.ts'

type Props = { readonly review: Omit<Review, 'note'>; readonly done: () => void }

const longest = 420

/** How far the review is, what it found, and its end: an event, and a file whose digest is in it. */
export function SignOffForm({ review, done }: Props) {
  const [note, setNote] = useState('')
  const { mutate, isPending, error, data } = useSignOff()
  const count = Object.keys(review.decisions).length
  // Two rows about the same are one decision.
  const all = new Set(review.rows.map((row) => lineOf(review.columns, row))).size
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate({ ...review, note }, { onSuccess: done })
  }
  if (data)
    return (
      <section className="panel stack" role="status">
        <h2 className="row">
          <Icon name="check" />
          Signed off
        </h2>
        <p>
          Keep <code>{data.name}</code>, which was saved just now: its SHA-256 is on the record, and
          whoever asks next year can check that it is the same file.
        </p>
        <code className="digest">{data.digest}</code>
      </section>
    )
  return (
    <form className="panel stack sign-off" onSubmit={send}>
      <div className="row" role="status">
        <b>
          {count.toLocaleString()} of {amount(all, 'line')} decided
        </b>
        <Progress
          value={all === 0 ? 100 : (100 * count) / all}
          aria-label="How far the review is"
        />
      </div>
      <Textarea
        label="What the review found"
        placeholder="Q4: two devices of the old pipeline are to go."
        required
        withAsterisk={false}
        autosize
        minRows={2}
        maxLength={longest}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      {error && <Trouble error={error} />}
      <div className="row">
        <Button type="submit" size="xs" loading={isPending} disabled={count < all}>
          Sign off
        </Button>
        <span className="soft">
          {count < all
            ? 'Every line wants a decision first.'
            : 'You get the list as a file; an event says who reviewed it, and holds the digest of the file.'}
        </span>
      </div>
    </form>
  )
}
