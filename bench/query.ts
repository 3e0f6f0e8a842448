import { loadCatalog } from '../src/events/catalog.ts'
import { vocabularyOf } from '../src/events/vocabulary.ts'
import { parseText } from '../src/query/asked.ts'
import { type Matchable, matcher, type Predicate } from '../src/query/matcher.ts'
import { median } from './clients.ts'
import { write } from './print.ts'

const events: readonly Matchable[] = Array.from({ length: 10_000 }, (_, seq) => ({
  seq,
  event_id: `019f0000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
  audit_event: seq % 10 ? 'app_client_access' : 'app_client_access_denied',
  category: 'ksm',
  severity: seq % 10 ? 'info' : 'warning',
  outcome: seq % 10 ? 'success' : 'denied',
  timestamp: new Date(Date.UTC(2026, 10, 1) + seq * 60_000).toISOString(),
  recorded_at: new Date(Date.UTC(2026, 10, 1) + seq * 60_000).toISOString(),
  enterprise_id: 1,
  username: 'owner@example.com',
  remote_address: `203.0.${seq % 7}.${seq % 250}`,
  peer_address: '10.0.0.4',
  client_version: 'ms17.5.0',
  app_uid: 'ZYXWVUTSRQPONMLKJIHGFE',
  device_name: `ci-runner-${seq % 100}`,
  device_uid: 'ABCDEFGHIJKLMNOPQRSTUV',
  endpoint: 'get_secret',
  served: 'sha256:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
  served_count: seq % 40,
}))

const from = Date.parse('2026-11-03T00:00:00Z')

/** Questions, each with the predicate that somebody would write by hand for this one. */
const questions: readonly (readonly [string, Predicate])[] = [
  [
    'event:app_client_access_denied',
    (event) => event['audit_event'] === 'app_client_access_denied',
  ],
  [
    'outcome:denied device:ci-runner-1* served_count:>5',
    (event) =>
      event['outcome'] === 'denied' &&
      String(event['device_name']).startsWith('ci-runner-1') &&
      Number(event['served_count']) > 5,
  ],
  [
    'user:owner@example.com -device:ci-runner-7 time:>=2026-11-03',
    (event) =>
      String(event['username']).toLowerCase() === 'owner@example.com' &&
      event['device_name'] !== 'ci-runner-7' &&
      Date.parse(String(event['timestamp'])) >= from,
  ],
  ['address:203.0.3.0/24', (event) => String(event['remote_address']).startsWith('203.0.3.')],
  [
    '"runner-99"',
    (event) => {
      for (const name in event) {
        const value = event[name]
        if (typeof value === 'string' && value.toLowerCase().includes('runner-99')) return true
      }
      return false
    },
  ],
]

const rounds = 30

/** Events a second. */
function rate(matches: Predicate): number {
  const rates = Array.from({ length: 5 }, () => {
    const started = performance.now()
    let found = 0
    for (let round = 0; round < rounds; round++) for (const one of events) if (matches(one)) found++
    if (found === 0) throw new Error('the question of a bench must find something')
    return ((events.length * rounds) / (performance.now() - started)) * 1_000
  })
  return median(rates)
}

const million = (perSecond: number) => (perSecond / 1_000_000).toFixed(1).padStart(6)

/** How fast the matcher is beside predicates that are written by hand. */
export async function benchQuery(): Promise<void> {
  const vocabulary = vocabularyOf(await loadCatalog())
  write('million events a second   matcher   by hand   ratio')
  for (const [text, byHand] of questions) {
    const query = parseText(text, vocabulary.fields)
    const ours = rate(matcher(query, { ...vocabulary, now: new Date() }))
    const theirs = rate(byHand)
    const ratio = (theirs / ours).toFixed(1).padStart(5)
    write(`${text.padEnd(62)} ${million(ours)} ${million(theirs)} ${ratio}`)
  }
}
