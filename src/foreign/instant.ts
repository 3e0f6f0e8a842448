import type { Scalar } from '../kernel/canonical-json.ts'
import { invalid } from '../kernel/errors.ts'

/** A date and a time of day, as ISO 8601, RFC 3339 and Commander write it. */
const written = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(Z|UTC|[+-]\d\d:?\d\d)?$/i

/** Epoch numbers are seconds, milliseconds, micro- or nanoseconds, by their size. */
const units: readonly (readonly [below: number, perMillisecond: number])[] = [
  [1e11, 1e-3],
  [1e14, 1],
  [1e17, 1e3],
  [1e20, 1e6],
]

function ofNumber(value: number): Date | undefined {
  const unit = units.find(([below]) => value < below)
  return unit && new Date(value / unit[1])
}

function ofText(text: string): Date | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return ofNumber(Number(text))
  const [, day, time = '', zone = 'Z'] = written.exec(text) ?? []
  if (!day) return undefined
  const offset = /^(Z|UTC)$/i.test(zone) ? 'Z' : zone
  return new Date(`${day}T${time.replace(',', '.')}${offset}`)
}

const earliest = Date.UTC(1990, 0)

/** A time of another log. One without a zone is UTC. Throws `invalid` for what is no time. */
export function instant(value: Scalar): Date {
  const at = typeof value === 'number' ? ofNumber(value) : ofText(String(value).trim())
  if (!at || !(at.getTime() >= earliest)) throw invalid('its time cannot be understood')
  return at
}
