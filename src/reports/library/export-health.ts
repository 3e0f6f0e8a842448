import type { ExportStanding, ReadyReport } from '../ready-report.ts'

/** What an event about a target adds to its line. */
const counted: Readonly<Record<string, 'failures' | 'pauses' | 'refused'>> = {
  audit_sync_failed: 'failures',
  audit_sync_paused: 'pauses',
  audit_sync_event_refused: 'refused',
}

const nothing = { failures: 0, pauses: 0, refused: 0 }

const standing = (target: ExportStanding) => ({
  name: target.name,
  kind: target.kind,
  status: target.status,
  reason: target.reason ?? '',
  failing_since: target.failing_since ?? '',
  lag_events: target.lag_events,
  lag_seconds: target.lag_seconds,
  dead_letters: target.dead_letters,
})

export const exportHealth: ReadyReport = {
  name: 'export-health',
  title: 'Health of the exports',
  about:
    'Each export target: whether it receives, how far it is behind, and how often it failed, paused or refused an event. A target that is behind costs disk, and nothing is lost.',
  columns: [
    ...['name', 'kind', 'status', 'reason', 'failing_since'],
    ...['lag_events', 'lag_seconds', 'dead_letters', 'failures', 'pauses', 'refused'],
  ],
  async *rows({ query, exports }, asked) {
    const happened = new Map<string, typeof nothing>()
    const where = [
      { field: 'event', values: Object.keys(counted) },
      { field: 'time', values: [asked.created] },
    ]
    for await (const { name, audit_event_type } of query({ where, limit: -1 })) {
      const before = happened.get(String(name)) ?? nothing
      const what = counted[String(audit_event_type)] ?? 'failures'
      happened.set(String(name), { ...before, [what]: before[what] + 1 })
    }
    for (const target of await exports())
      yield { ...standing(target), ...(happened.get(target.name) ?? nothing) }
  },
}
