import { check, ok, warning, wrong } from '../check.ts'

const farBehind = 1_000_000

/** Columns of the log that reports are read from, here or in ClickHouse. They can always be made again. */
export const projection = check('projection', async ({ settings, store, columns }) => {
  const facts = await store().catch(() => undefined)
  if (!facts || facts.missing.length > 0) return []
  const found = await columns().catch((error: Error) => error)
  if (found instanceof Error)
    return [
      wrong(
        `Reports cannot be read: ${found.message}.`,
        'Look at --analytics-url, and at that server.',
      ),
    ]
  const { state, next = 0 } = found
  if (state === 'in-use') return [ok('A server is reading the projection.')]
  if (state === 'none') return [ok('The first report makes the projection.')]
  if (state !== 'open')
    return [
      warning(
        `The projection cannot be used (${state}): the next report makes it anew.`,
        'Nothing, or before people wait for it: keepwatch projection rebuild',
      ),
    ]
  const behind = facts.events - next
  if (behind > farBehind)
    return [
      warning(
        `The projection is ${behind} events behind: the next report waits for them.`,
        'Ask for one report before people do.',
      ),
    ]
  const place = settings.analyticsCluster ? ` on the cluster ${settings.analyticsCluster}` : ''
  return [ok(`The projection${place} has all but ${Math.max(0, behind)} events.`)]
})
