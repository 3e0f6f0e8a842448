import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useEvents } from '../events/event-data.ts'
import { conditionOf } from '../events/time-term.ts'
import { Moment } from '../parts/moment.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { digestOf } from './review-data.ts'

/** Which review a digest is of. */
function Verdict({ digest, name }: { readonly digest: string; readonly name: string }) {
  const { data, error, refetch } = useEvents(
    `event:report_signed_off ${conditionOf('digest', digest)}`,
  )
  if (error) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return null
  const [review] = data.pages[0]?.events ?? []
  if (!review)
    return (
      <p role="status" className="outcome outcome-failure">
        No review was signed with {name} as it is: it is another file, or it was changed.
      </p>
    )
  return (
    <p role="status">
      <b className="outcome">{name} is what was signed</b>,{' '}
      <Moment at={review.timestamp} as="long" />:{' '}
      <Link to="/events/$seq" params={{ seq: String(review.seq) }} search={{ q: 'last:30d' }}>
        {review.message}
      </Link>
    </p>
  )
}

/** Whether a file that somebody kept is the one that was signed; it is read here and not sent. */
export function CheckFile() {
  const [file, setFile] = useState<File>()
  const { data: digest, error } = useQuery({
    queryKey: ['digest', file?.name, file?.size, file?.lastModified],
    queryFn: async () => digestOf(new Uint8Array((await file?.arrayBuffer()) ?? [])),
    enabled: file !== undefined,
  })
  return (
    <section className="panel stack">
      <h2>Is this what was signed?</h2>
      <label className="row">
        <span className="soft">A file of an earlier review; it does not leave this browser:</span>
        <input
          type="file"
          // So that the same file can be chosen once more.
          onClick={({ currentTarget }) => {
            currentTarget.value = ''
          }}
          onChange={({ currentTarget }) => setFile(currentTarget.files?.[0])}
        />
      </label>
      {error && <Trouble error={error} />}
      {file && digest !== undefined && <Verdict digest={digest} name={file.name} />}
    </section>
  )
}
