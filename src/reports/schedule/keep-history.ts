import type { Store } from '../../store/store.ts'

const dayMs = 86_400_000

/** So many runs of a schedule are kept with their files, and for so long. */
export const mostRuns = 60
const mostDays = 90

/** Drops the runs that are kept no longer, with their files. A file lives no longer than events do. */
export const dropOldRuns = (
  { transaction }: Pick<Store, 'transaction'>,
  { now, days = mostDays }: { readonly now: Date; readonly days?: number | undefined },
): Promise<void> =>
  transaction(async ({ reportRuns, reportFiles, reportDeliveries }) => {
    const since = now.getTime() - Math.min(days, mostDays) * dayMs
    await reportRuns.removeOld({ since, runs: mostRuns })
    await reportFiles.removeStray()
    await reportDeliveries.removeStray()
  })
