import { readEdges } from '../edges.ts'
import type { ReadyReport } from '../ready-report.ts'
import { weeksBefore } from '../time-before.ts'

export const newEdges: ReadyReport = {
  name: 'new-edges',
  title: 'New readers of secrets',
  about:
    'Devices and people that read a record in this time and had not in the four weeks before. Somebody should know why each of them does.',
  columns: [
    ...['record_uid', 'device_name', 'device_uid', 'app_uid', 'username'],
    ...['occurrences', 'first_created', 'last_created'],
  ],
  async *rows(sources, asked) {
    const earlier = weeksBefore(asked, { report: newEdges, now: sources.now })
    const then = await readEdges(sources, earlier)
    for (const [edge, reading] of await readEdges(sources, asked)) {
      if (then.has(edge)) continue
      const { record_uid, device_name, device_uid, app_uid, username } = reading
      yield {
        record_uid,
        ...(device_uid && { device_name, device_uid, app_uid }),
        username,
        occurrences: reading.times,
        first_created: reading.first,
        last_created: reading.last,
      }
    }
  },
}
