import { dayStart, inZone, type Span } from './zone.ts'

type Here = { readonly zone: string; readonly now: Date }

/** Commander's eight presets and the console's `last_24_hours`. */
const timePresets = [
  'today',
  'yesterday',
  'last_24_hours',
  'last_7_days',
  'last_30_days',
  'month_to_date',
  'last_month',
  'year_to_date',
  'last_year',
] as const

export type TimePreset = (typeof timePresets)[number]

export const isTimePreset = (text: string): text is TimePreset =>
  (timePresets as readonly string[]).includes(text)

const since = (from: number): Span => ({ from, before: Infinity })

/** The calendar stretch that begins with `first` and is `length` long. */
const calendar = (
  first: Temporal.PlainDate,
  length: Temporal.DurationLike,
  zone: string,
): Span => ({
  from: dayStart(first, zone),
  before: dayStart(first.add(length), zone),
})

const daysAgo = (days: number, { zone, now }: Here) =>
  since(inZone(now.getTime(), zone).subtract({ days }).epochMilliseconds)

type Resolve = (today: Temporal.PlainDate, here: Here) => Span

const resolve: Readonly<Record<TimePreset, Resolve>> = {
  today: (today, { zone }) => calendar(today, { days: 1 }, zone),
  yesterday: (today, { zone }) => calendar(today.subtract({ days: 1 }), { days: 1 }, zone),
  last_24_hours: (_, { now }) => since(now.getTime() - 86_400_000),
  last_7_days: (_, here) => daysAgo(7, here),
  last_30_days: (_, here) => daysAgo(30, here),
  month_to_date: (today, { zone }) => since(dayStart(today.with({ day: 1 }), zone)),
  last_month: (today, { zone }) =>
    calendar(today.with({ day: 1 }).subtract({ months: 1 }), { months: 1 }, zone),
  year_to_date: (today, { zone }) => since(dayStart(today.with({ month: 1, day: 1 }), zone)),
  last_year: (today, { zone }) =>
    calendar(today.with({ month: 1, day: 1 }).subtract({ years: 1 }), { years: 1 }, zone),
}

/**
 * What a preset means at `now` in `zone`. Days are calendar days there, so a day with a clock change has 23 or 25 hours.
 * `last_N_days` reach back to the same time of day N days ago; what reaches to now has no end, so that an event that
 * is recorded while the report runs is not hidden.
 */
export const presetSpan = (preset: TimePreset, here: Here): Span =>
  resolve[preset](inZone(here.now.getTime(), here.zone).toPlainDate(), here)
