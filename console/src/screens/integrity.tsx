import '../look/integrity.css'
import { Skeleton } from '@mantine/core'
import { EventStory } from '../events/event-story.tsx'
import { Checkpoints } from '../integrity/checkpoints.tsx'
import { EvidenceDownload } from '../integrity/evidence-download.tsx'
import { useKnownLog } from '../integrity/known-log.ts'
import { LogHead, LogKeys } from '../integrity/log-head.tsx'
import { VerifyNow } from '../integrity/verify-now.tsx'
import { Trouble } from '../parts/trouble.tsx'

/** What happened to the log itself, but for its checkpoints. */
const story =
  'last:366d event:log_key_*,log_witness_*,log_rollback_accepted,store_restored,events_pruned,retention_override'

/** Whether the log is what it says it is, as this browser finds out by itself. */
export function Integrity() {
  const { data: log, error, refetch } = useKnownLog()
  return (
    <div className="page">
      <header className="bar">
        <h1>Integrity</h1>
      </header>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {!log && !error && <Skeleton height={220} />}
      {log && (
        <>
          <LogHead log={log} />
          <div className="columns">
            <VerifyNow log={log} />
            <EvidenceDownload />
            <LogKeys log={log} />
          </div>
          <Checkpoints known={log.known} />
          <EventStory
            q={story}
            title="What happened to the log"
            nothing="No key was changed, nothing was dropped, restored or refused by a witness."
          />
        </>
      )}
    </div>
  )
}
