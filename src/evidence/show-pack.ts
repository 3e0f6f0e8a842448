import type { EvidencePack, ProvenEvent } from './evidence-pack.ts'
import type { EventVerdict, PackVerdict } from './verify-pack.ts'

/** As much of the DOM as the page needs; the rest of the program has none. */
type Node = {
  textContent: string | null
  className: string
  append(...nodes: (Node | string)[]): void
}
type Page = {
  createElement(name: string): Node
  getElementById(id: string): Node | null
}

function place(page: Page, id: string): Node {
  const found = page.getElementById(id)
  if (!found) throw new Error(`the page has no ${id}`)
  return found
}

/** An element with text in it: values go in as text and never as markup. */
function element(page: Page, name: string, text: string): Node {
  const made = page.createElement(name)
  made.textContent = text
  return made
}

function details({ event, proof }: ProvenEvent, page: Page): Node {
  const made = page.createElement('details')
  made.append(element(page, 'summary', 'event and proof'))
  made.append(element(page, 'pre', JSON.stringify(event, null, 2)), element(page, 'pre', proof))
  return made
}

function verdictCell({ failure }: EventVerdict, page: Page): Node {
  const cell = element(page, 'td', failure === undefined ? 'verified' : `FAILED: ${failure}`)
  cell.className = failure === undefined ? 'verified' : 'failed'
  return cell
}

/** The fields that have a column of their own. */
function columnFields(): readonly string[] {
  return ['seq', 'timestamp', 'audit_event', 'username', 'remote_address', 'client_version']
}

/** The fields that tell what happened, without columns, identifiers and what is not verified. */
function otherFields(event: ProvenEvent['event']): string {
  const elsewhere = new Set([
    ...columnFields(),
    'message',
    'salts',
    'erased',
    'recorded_at',
    'note',
  ])
  for (const name of ['event_id', 'request_id', 'enterprise_id', 'category', 'peer_address'])
    elsewhere.add(name)
  return Object.entries(event)
    .filter(([name]) => !elsewhere.has(name))
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
}

/** What the table shows is read from the very fields that are verified. */
function row(proven: ProvenEvent, verdict: EventVerdict, page: Page): Node {
  const { event } = proven
  const made = page.createElement('tr')
  made.append(verdictCell(verdict, page))
  for (const name of columnFields()) made.append(element(page, 'td', String(event[name] ?? '')))
  const told = page.createElement('td')
  told.append(element(page, 'span', otherFields(event)), page.createElement('br'))
  told.append(element(page, 'i', String(event['message'] ?? '')), details(proven, page))
  made.append(told)
  return made
}

function total({ failure, size, events }: PackVerdict): string {
  const failed = events.filter((one) => one.failure !== undefined)
  if (failure !== undefined) return `FAILED: ${failure}`
  if (failed.length > 0)
    return `FAILED: ${failed.length} of ${events.length} events are not what the log holds, beginning with event ${failed[0]?.seq}.`
  return `All ${events.length} events are verified: they stand in the log of ${size} events that was signed by the key below.`
}

/** Fills the page: a row an event, with its verdict, and the verdict over all of them. */
function showPack(pack: EvidencePack, verdict: PackVerdict, page: Page): void {
  const rows = place(page, 'rows')
  for (const [at, proven] of pack.events.entries())
    rows.append(row(proven, verdict.events[at] ?? { seq: -1, failure: 'not checked' }, page))
  const isGood = verdict.failure === undefined && verdict.events.every((one) => !one.failure)
  const sum = place(page, 'verdict')
  sum.textContent = total(verdict)
  sum.className = isGood ? 'verified' : 'failed'
}

/** Everything above, for `evidencePage`. */
export const showPackFunctions: readonly ((...args: never[]) => unknown)[] = [
  place,
  element,
  details,
  verdictCell,
  columnFields,
  otherFields,
  row,
  total,
  showPack,
]
