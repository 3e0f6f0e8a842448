import { invalid } from '../kernel/errors.ts'
import type { ReadyAsked, ReadyReport } from './ready-report.ts'
import { spanOf } from './span-of.ts'

const second = 1_000
const fourWeeks = 28 * 86_400_000

type Compared = { readonly report: Pick<ReadyReport, 'title'>; readonly now: Date }

function ending(asked: ReadyAsked, { report, now }: Compared, length?: number): ReadyAsked {
  const { from, before } = spanOf(asked, now)
  if (!Number.isFinite(from))
    throw invalid(
      `the report "${report.title}" needs a time that begins: it compares with what came before`,
    )
  const long = length ?? Math.min(before, now.getTime()) - from
  const [first, last] = [from - long, from - second].map((at) => new Date(at).toISOString())
  return { ...asked, created: `${first}..${last}` }
}

/**
 * The same question about the stretch of time that ends where the one that is asked for begins, and is as long.
 *
 * @throws `invalid` when what is asked for has no beginning.
 */
export const asLongBefore = (asked: ReadyAsked, compared: Compared): ReadyAsked =>
  ending(asked, compared)

/**
 * The same question about the four weeks before: what comes once a month is known then.
 *
 * @throws `invalid` when what is asked for has no beginning.
 */
export const weeksBefore = (asked: ReadyAsked, compared: Compared): ReadyAsked =>
  ending(asked, compared, fourWeeks)
