import { z } from 'zod'

const unitsMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

const form = /^(\d{1,5})([smhdw])$/

/** Milliseconds of a length of time such as `90s`, `10m`, `1h`, `7d` or `2w`. 0 for a text that is none. */
export function durationMs(text: string): number {
  const [, digits = '0', unit = ''] = form.exec(text) ?? []
  return Number(digits) * (unitsMs[unit] ?? 0)
}

const longestMs = 366 * 86_400_000

/** A length of time, as text: it is kept and shown as it was written. */
export const duration = z
  .string()
  .refine(
    (text) => durationMs(text) > 0 && durationMs(text) <= longestMs,
    'must be a length of time such as 90s, 10m, 1h, 7d or 4w, of a year at most',
  )
