import { mostProvenEvents, provenEvents } from '../../client/proven-events.ts'
import { evidencePage } from '../../evidence/evidence-page.ts'
import { invalid } from '../../kernel/errors.ts'
import type { Row } from '../../reports/columns.ts'
import type { OpenVault } from '../connect.ts'
import { writeFileWhole } from '../print/output.ts'

/** What was asked and where the pack goes. */
export type Evidence = {
  readonly file: string
  readonly server: string
  readonly question: string
}

async function* once(text: string) {
  yield text
}

/** Keeps the numbers of the events that a raw report prints. Refuses what does not fit into one pack. */
export function printedSeqs() {
  const seqs: number[] = []
  const printed = (row: Row): void => {
    if (seqs.length === mostProvenEvents)
      throw invalid(
        `an evidence pack holds at most ${mostProvenEvents} events: narrow the report, or take a part with --limit`,
      )
    seqs.push(Number(row['id']))
  }
  return { seqs, printed }
}

/** Writes the events of a report, with all that proves them, into one HTML file that checks itself offline. */
export async function writeEvidence(
  { api }: OpenVault,
  seqs: readonly number[],
  { file, server, question }: Evidence,
): Promise<void> {
  if (seqs.length === 0) throw invalid('there are no events to prove: widen the report')
  const pack = await provenEvents(api, seqs)
  const created = new Date().toISOString()
  const title = `Evidence: ${seqs.length} events`
  await writeFileWhole(once(evidencePage({ title, created, server, question, ...pack })), file)
}
