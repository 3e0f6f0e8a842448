import { invalid } from '../../kernel/errors.ts'
import type { Row } from '../columns.ts'
import { type Reading, readerOf, readings } from '../readings.ts'
import type { ReadyAsked, ReadyReport, Sources } from '../ready-report.ts'
import { spanOf } from '../span-of.ts'

/** Who read what, once each: `reader record`. */
async function edges(sources: Sources, asked: ReadyAsked): Promise<ReadonlyMap<string, Reading>> {
  const found = new Map<string, Reading>()
  for await (const reading of readings(sources, asked))
    found.set(`${readerOf(reading)} ${reading.record_uid}`, reading)
  return found
}

/** As long before: what is asked for is compared with the stretch that ends where it begins. */
function before(asked: ReadyAsked, now: Date): ReadyAsked {
  const { from, before: end } = spanOf(asked, now)
  if (!Number.isFinite(from))
    throw invalid('access drift needs a time that begins: nothing came before it')
  const length = Math.min(end, now.getTime()) - from
  const [first, last] = [from - length, from - 1000].map((at) => new Date(at).toISOString())
  return { ...asked, created: `${first}..${last}` }
}

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
    const now = await edges(sources, asked)
    const then = await edges(sources, before(asked, sources.now))
    for (const [edge, reading] of now) if (!then.has(edge)) yield rowOf('new', reading)
    for (const [edge, reading] of then) if (!now.has(edge)) yield rowOf('gone', reading)
  },
}
