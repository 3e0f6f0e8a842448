import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { scheduledReportDownloaded } from '../../events/catalog/usage-schedules.ts'
import { happened } from '../../events/event-type.ts'
import { notFound } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { findSchedule } from '../schedule/find-schedule.ts'
import { type ReportForm, reportForms } from '../schedule/report-format.ts'

const unzipped = promisify(gunzip)

const input = z.strictObject({
  name: z.string().max(512),
  run: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be the number of a run')
    .transform(Number),
})

/** Opens the file of a run. */
export const downloadScheduled = action({
  name: 'schedule.download',
  permission: 'events.read',
  input,
  async run(state: State, { name, run }: z.output<typeof input>, { who }: { who: Person }) {
    const { schedule_uid, report } = await findSchedule(state, name, who)
    const found = await state.reportRuns.find({ schedule_uid, run })
    if (!found)
      throw notFound(`schedule ${name} has no run ${run}: its history shows those that are kept`)
    const kept = await state.reportFiles.find(found)
    if (!kept || !found.file || !found.digest)
      throw notFound(`run ${run} of schedule ${name} has no file, or it is no longer kept`)
    const form = found.file.slice(found.file.lastIndexOf('.') + 1) as ReportForm
    const { mediaType } = reportForms[form]
    const bytes = new Uint8Array(await unzipped(kept.content))
    return { report, file: found.file, digest: found.digest, mediaType, bytes }
  },
  leaves: ({ name: schedule, run }, { report, digest }) => [
    happened(scheduledReportDownloaded, { schedule, report, run, digest }),
  ],
})
