import type { Row } from '../columns.ts'
import { versionStatus } from '../exposure.ts'
import { readerOf, type VersionReading, versionReadings } from '../readings.ts'
import type { ReadyAsked, ReadyReport, Sources } from '../ready-report.ts'

/** Each version that left to somebody, once, with how often and when. */
async function leftVersions(
  sources: Sources,
  asked: ReadyAsked,
): Promise<readonly VersionReading[]> {
  const found = new Map<string, VersionReading>()
  for await (const reading of versionReadings(sources, asked)) {
    const key = `${readerOf(reading)} ${reading.record_uid} ${reading.revision}`
    const before = found.get(key)
    found.set(key, {
      ...reading,
      times: reading.times + (before?.times ?? 0),
      first: Math.min(reading.first, before?.first ?? reading.first),
      last: Math.max(reading.last, before?.last ?? reading.last),
    })
  }
  return [...found.values()]
}

const rowOf = (left: VersionReading, newest: number | undefined): Row => ({
  status: versionStatus(left.revision, newest),
  record_uid: left.record_uid,
  revision: left.revision,
  ...(newest !== undefined && { current_revision: newest }),
  ...(left.device_uid && {
    device_name: left.device_name,
    device_uid: left.device_uid,
    app_uid: left.app_uid,
  }),
  username: left.username,
  occurrences: left.times,
  first_created: left.first,
  last_created: left.last,
})

export const exposure: ReadyReport = {
  name: 'exposure',
  title: 'Exposure',
  about:
    'Which version of which secret left to whom, and whether it is still the newest (rotate). For one device, person or address, and for files, there is the command exposure.',
  columns: [
    ...['status', 'record_uid', 'revision', 'current_revision', 'device_name', 'device_uid'],
    ...['app_uid', 'username', 'occurrences', 'first_created', 'last_created'],
  ],
  async *rows(sources, asked) {
    const newest = new Map<string, number | undefined>()
    for (const left of await leftVersions(sources, asked)) {
      const { record_uid } = left
      if (!newest.has(record_uid))
        newest.set(record_uid, (await sources.record(record_uid))?.revision)
      yield rowOf(left, newest.get(record_uid))
    }
  },
}
