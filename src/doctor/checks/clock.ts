import { check, ok, wrong } from '../check.ts'

const mostMs = 2_000

/** How far two clocks may be apart before times in the log mislead. */
function judgeClock(here: Date, there: Date) {
  const ms = here.getTime() - there.getTime()
  if (Math.abs(ms) <= mostMs) return ok('This clock and the database’s agree.')
  const way = ms > 0 ? 'ahead of' : 'behind'
  return wrong(
    `This clock is ${Math.round(Math.abs(ms) / 1000)} s ${way} the database’s.`,
    'Let both machines follow NTP (timedatectl set-ntp true).',
  )
}

export const clock = check('clock', async ({ now, store }) => {
  const began = performance.now()
  const there = (await store().catch(() => undefined))?.now
  // The question takes its time: half of it lies before the answer.
  const half = (performance.now() - began) / 2
  return there ? [judgeClock(new Date(now.getTime() + half), there)] : []
})
