import type { Row } from '../columns.ts'
import { readEdges } from '../edges.ts'
import type { Reading } from '../readings.ts'
import type { ReadyReport } from '../ready-report.ts'
import { asLongBefore } from '../time-before.ts'

const rowOf = (
  change: string,
  { record_uid, device_name, device_uid, username, app_uid, last }: Reading,
): Row => ({
  change,
  record_uid,
  ...(device_uid && { device_name, device_uid, app_uid }),
  username,
  last_created: last,
})

export const accessDrift: ReadyReport = {
  name: 'access-drift',
  title: 'Access drift',
  about:
    'Who reads records now and did not in the same stretch of time before (new), and who no longer does (gone).',
  columns: [
    'change',
    'record_uid',
    'device_name',
    'device_uid',
    'app_uid',
    'username',
    'last_created',
  ],
  async *rows(sources, asked) {
    const earlier = asLongBefore(asked, { report: accessDrift, now: sources.now })
    const now = await readEdges(sources, asked)
    const then = await readEdges(sources, earlier)
    for (const [edge, reading] of now) if (!then.has(edge)) yield rowOf('new', reading)
    for (const [edge, reading] of then) if (!now.has(edge)) yield rowOf('gone', reading)
  },
}
