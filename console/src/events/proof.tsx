import { Icon } from '../parts/icon.tsx'
import type { Verdict } from './checked-event.ts'

const keyName = (vkey: string) => vkey.split('+').slice(0, 2).join('+')

const Steps = ({ verdict, seq }: Props) => (
  <ol className="steps">
    <li>The event’s own bytes were made again here, and hashed.</li>
    <li>
      {verdict.hashes} further {verdict.hashes === 1 ? 'hash leads' : 'hashes lead'} from place{' '}
      {seq.toLocaleString()} to the root of a log of {verdict.size.toLocaleString()} events.
    </li>
    <li>
      That root is signed by <code>{keyName(verdict.key)}</code>, the key that this browser knows
      this log by.
    </li>
  </ol>
)

type Props = { readonly verdict: Verdict; readonly seq: number }

/** Whether the log holds this very event, as this browser found out by itself. */
export function Proof({ verdict, seq }: Props) {
  const { failure } = verdict
  return (
    <section className={failure === undefined ? 'proof proof-holds' : 'proof proof-fails'}>
      <h3>
        <Icon name="lock" />
        {failure === undefined ? 'Proved in this browser' : 'The proof does not hold'}
      </h3>
      {failure === undefined ? (
        <Steps verdict={verdict} seq={seq} />
      ) : (
        <p role="alert">{failure}</p>
      )}
      <details>
        <summary>The signed checkpoint</summary>
        <pre className="json">{verdict.checkpoint}</pre>
      </details>
    </section>
  )
}
