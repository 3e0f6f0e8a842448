import { Button, Progress } from '@mantine/core'
import type { TreeVerdict } from '../../../src/evidence/verify-tree.ts'
import { amount } from '../parts/amount.ts'
import { Command } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import type { KnownLog } from './known-log.ts'
import { useVerification } from './use-verification.ts'

type VerdictProps = { readonly verdict: TreeVerdict; readonly tookMs: number }

const Verdict = ({ verdict, tookMs }: VerdictProps) => {
  const { failure, size, hashed, dropped, checkpoints } = verdict
  const seconds = (tookMs / 1000).toFixed(1)
  return (
    <div className={failure === undefined ? 'proof' : 'proof proof-fails'} role="status">
      <h3>
        <Icon name="lock" />
        {failure === undefined ? 'Every event fits' : 'The log does not fit'}
      </h3>
      {failure === undefined ? (
        <ol className="steps">
          <li>
            {amount(hashed, 'event')} were hashed here, byte for byte
            {dropped > 0 && `; of ${amount(dropped, 'older one')} only the hashes are kept`}.
          </li>
          <li>
            They lead to the root of the signed log of {amount(size, 'event')}
            {checkpoints > 0 && `, and on the way to ${amount(checkpoints, 'earlier checkpoint')}`}.
          </li>
          <li>It took {seconds} s, and nothing that the server says of its log was believed.</li>
        </ol>
      ) : (
        <p role="alert">{failure}</p>
      )}
    </div>
  )
}

/** Checks the whole log in this browser. */
export function VerifyNow({ log }: { readonly log: KnownLog }) {
  const { verification, start, cancel } = useVerification()
  const isRunning = verification.state === 'running'
  return (
    <section className="panel stack">
      <h2>Verify now</h2>
      <p className="soft">
        Reads every event here, hashes it, and climbs to the root that the log’s key has signed.
      </p>
      <div className="row">
        <Button
          size="xs"
          disabled={isRunning || log.isForeign === true}
          onClick={() => void start(log)}
        >
          Verify {amount(log.size, 'event')}
        </Button>
        {isRunning && (
          <Button size="xs" variant="default" onClick={cancel}>
            Cancel
          </Button>
        )}
      </div>
      {isRunning && (
        <div className="stack">
          <Progress
            value={(100 * verification.done) / Math.max(1, verification.size)}
            aria-label="How far it is"
          />
          <p className="soft number" role="status">
            {verification.done.toLocaleString()} of {amount(verification.size, 'event')}
          </p>
        </div>
      )}
      {verification.state === 'done' && <Verdict {...verification} />}
      {verification.state === 'failed' && (
        <Trouble error={verification.error} again={() => void start(log)} only="by hand" />
      )}
      <details>
        <summary>Without this console</summary>
        <p className="soft">
          A browser runs what this server sends it. To trust nothing of it, verify from elsewhere:
        </p>
        <Command>{`keepwatch verify --url ${location.origin} --vkey log-vkey`}</Command>
      </details>
    </section>
  )
}
