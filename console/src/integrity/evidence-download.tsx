import { parts } from 'virtual:evidence-parts'
import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { mostProvenEvents, provenEvents } from '../../../src/client/proven-events.ts'
import { reportRows } from '../../../src/client/reports.ts'
import { pageOf } from '../../../src/evidence/page-of.ts'
import { invalid } from '../../../src/kernel/errors.ts'
import { QueryInput } from '../events/query-input.tsx'
import { amount } from '../parts/amount.ts'
import { Trouble } from '../parts/trouble.tsx'
import { useWork, type Watching } from '../parts/use-work.ts'
import { Working } from '../parts/working.tsx'
import { saveFile } from '../reports/save-file.ts'
import { api, watchedApi } from '../session.ts'
import { zone } from '../time.ts'

/** The numbers of the events that a question finds. Refuses what does not fit into one pack. */
async function seqsOf(q: string, { signal, told }: Watching): Promise<readonly number[]> {
  const seqs: number[] = []
  const asked = { q, timezone: zone, limit: mostProvenEvents + 1, signal }
  for await (const row of reportRows(api, asked)) {
    seqs.push(Number(row['id']))
    told({ done: seqs.length })
  }
  if (seqs.length === 0) throw invalid('There are no events to prove: widen the question.')
  if (seqs.length > mostProvenEvents)
    throw invalid(`A pack holds at most ${amount(mostProvenEvents, 'event')}: narrow the question.`)
  return seqs
}

async function download(q: string, watching: Watching): Promise<number> {
  const seqs = await seqsOf(q, watching)
  const { signal } = watching
  const pack = await provenEvents(watchedApi({ signal, told: () => {} }), seqs, signal)
  const about = {
    title: `Evidence: ${amount(seqs.length, 'event')}`,
    created: new Date().toISOString(),
    server: location.origin,
    question: q,
  }
  saveFile('evidence.html', 'text/html', pageOf({ ...about, ...pack }, parts))
  return seqs.length
}

/** Some events with their proofs, as one file that verifies itself in any browser, without a network. */
export function EvidenceDownload() {
  const [q, setQ] = useState('last:7d event:app_client_access')
  const { start, cancel, progress, isPending, error, data } = useWork(download)
  const send = (event: FormEvent) => {
    event.preventDefault()
    start(q)
  }
  return (
    <section className="panel stack">
      <h2>Evidence pack</h2>
      <p className="soft">
        One file with events and their proofs, for somebody who sees nothing else of the log. It
        verifies itself in any browser, offline.
      </p>
      <form className="name-form evidence-form" onSubmit={send}>
        <QueryInput label="Which events" value={q} write={setQ} enter={start} />
        <Button type="submit" loading={isPending}>
          Download
        </Button>
      </form>
      {isPending && (
        <Working progress={progress} cancel={cancel}>
          {progress
            ? `${amount(progress.done, 'event')} found; their proofs are fetched`
            : 'Looking for the events'}
        </Working>
      )}
      {error && <Trouble error={error} />}
      <p className="soft" role="status">
        {data !== undefined && `${amount(data, 'event')} saved as evidence.html.`}
      </p>
    </section>
  )
}
