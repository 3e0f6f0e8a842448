/** The person's own time zone. */
export const zone: string = Intl.DateTimeFormat().resolvedOptions().timeZone

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const shortDay = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short' })
const longDay = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  year: 'numeric',
})

const isSameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString()

/** A moment for a narrow column: the day is left out today, the year this year. */
export function shortMoment(moment: Date, now = new Date()): string {
  if (isSameDay(moment, now)) return clock.format(moment)
  const day = moment.getFullYear() === now.getFullYear() ? shortDay : longDay
  return `${day.format(moment)}, ${clock.format(moment)}`
}

/** A day. */
export const day = (moment: Date): string => longDay.format(moment)

/** A moment with everything, milliseconds too. */
export const longMoment = (moment: Date): string =>
  `${longDay.format(moment)}, ${clock.format(moment)}.${String(moment.getMilliseconds()).padStart(3, '0')}`

/** The same moment in UTC, for whoever points at it. */
export const inUtc = (moment: Date): string =>
  Number.isNaN(moment.getTime()) ? '' : moment.toISOString().replace('T', ' ').replace('Z', ' UTC')

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** How long ago, in the largest unit that fits. */
export function ago(moment: Date, now = new Date()): string {
  const seconds = Math.max(0, Math.round((now.getTime() - moment.getTime()) / 1000))
  for (const [unit, length] of units) {
    const count = Math.floor(seconds / length)
    if (count > 0) return `${count} ${unit}${count === 1 ? '' : 's'} ago`
  }
  return seconds < 5 ? 'just now' : `${seconds} seconds ago`
}
