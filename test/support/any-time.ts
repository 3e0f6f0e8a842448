import fc from 'fast-check'

/** Zones with and without daylight saving, of whole, half and odd hours. */
export const somewhere = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Santiago',
)

const presets = fc.constantFrom(
  'today',
  'yesterday',
  'last_24_hours',
  'last_7_days',
  'last_30_days',
  'month_to_date',
  'last_month',
  'year_to_date',
  'last_year',
)

const spellings: readonly ((milliseconds: number) => string)[] = [
  (at) => new Date(at).toISOString(),
  (at) => new Date(at).toISOString().slice(0, 10),
  (at) => new Date(at).toISOString().slice(0, 19),
  (at) => String(Math.floor(at / 1000)),
]

/** Times near those that events happened at: presets, single times and days, ranges, comparisons. */
export function anyTime(known: readonly number[]): fc.Arbitrary<string> {
  const near = fc
    .tuple(
      fc.constantFrom(Date.parse('2026-10-25T00:30:00Z'), ...known),
      fc.oneof(
        fc.constant(0),
        fc.integer({ min: -86_400_000, max: 86_400_000 }),
        fc.integer({ min: -2_000, max: 2_000 }),
      ),
    )
    .map(([at, off]) => at + off)
  const spelled = (at: number) => fc.constantFrom(...spellings).map((spell) => spell(at))
  const moment = near.chain(spelled)
  const between = fc
    .tuple(near, near)
    .chain(([a, b]) => fc.tuple(spelled(Math.min(a, b)), spelled(Math.max(a, b))))
    .map((ends) => ends.join('..'))
  const compared = fc
    .tuple(fc.constantFrom('>', '>=', '<', '<='), moment)
    .map((parts) => parts.join(''))
  const open = fc.oneof(
    moment.map((one) => `${one}..`),
    moment.map((one) => `..${one}`),
  )
  return fc.oneof(presets, moment, between, compared, open)
}
