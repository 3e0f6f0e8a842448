import { ago, inUtc, longMoment, shortMoment } from '../time.ts'

const writings = { short: shortMoment, long: longMoment, ago } as const

type Props = { readonly at: string | number; readonly as?: keyof typeof writings }

/** A moment in the person's zone, and in UTC for whoever points at it. */
export function Moment({ at, as = 'short' }: Props) {
  const moment = new Date(at)
  return (
    <time dateTime={moment.toISOString()} title={inUtc(moment)}>
      {writings[as](moment)}
    </time>
  )
}
