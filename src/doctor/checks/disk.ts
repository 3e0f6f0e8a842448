import { check, type Finding, ok, type Volume, warning, wrong } from '../check.ts'

/** No disk confirms faster; memory does. */
const hastyMs = 0.01
const slowMs = 50

const memory = new Set(['tmpfs', 'ramfs'])

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`

type Measured = Volume & { readonly holdsLog: boolean }

function judgePlace({ filesystem, flushMs: ms, holdsLog }: Measured): Finding {
  if (!holdsLog) return ok('The log is in PostgreSQL: what confirms it is that machine’s disk.')
  if (filesystem && memory.has(filesystem))
    return wrong(
      `The data folder is on ${filesystem}, which a restart empties.`,
      'Name a folder on a disk with --data.',
    )
  if (filesystem)
    return wrong(
      `The data folder is on ${filesystem}, on which SQLite’s locks and flushes are not sure.`,
      'Name a folder on a disk of this machine, or use PostgreSQL.',
    )
  if (ms < hastyMs)
    return warning(
      `The disk confirms a write in ${(ms * 1000).toFixed(0)} µs, faster than a disk can.`,
      'Make sure that its cache survives a loss of power, or turn it off.',
    )
  if (ms > slowMs)
    return warning(
      `The disk takes ${ms.toFixed(0)} ms to confirm a write: devices wait as long.`,
      'Put the data folder on a faster disk.',
    )
  return ok(`A write is confirmed in ${ms.toFixed(1)} ms.`)
}

/** What a volume's measures mean. */
function judgeDisk(measured: Measured): readonly Finding[] {
  const { free, reserve } = measured
  if (free < reserve)
    return [
      wrong(
        `${megabytes(free)} are free, less than the reserve of ${megabytes(reserve)}: no secret is given out.`,
        'Free space, or lower --disk-reserve.',
      ),
      judgePlace(measured),
    ]
  if (free < 4 * reserve)
    return [
      warning(
        `${megabytes(free)} are free; below ${megabytes(reserve)} no secret is given out.`,
        'Free space before it comes to that.',
      ),
      judgePlace(measured),
    ]
  return [ok(`${megabytes(free)} are free.`), judgePlace(measured)]
}

export const disk = check('disk', async ({ settings: { databaseUrl }, volume }) =>
  judgeDisk({ ...(await volume()), holdsLog: !databaseUrl }),
)
