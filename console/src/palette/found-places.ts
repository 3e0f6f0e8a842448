import { conditionOf } from '../events/time-term.ts'

/** Somewhere to go: what it is called, and its address. */
export type FoundPlace = { readonly label: string; readonly about: string; readonly href: string }

const screens: readonly FoundPlace[] = [
  { label: 'Overview', about: 'Screen', href: '/' },
  { label: 'Events', about: 'Screen', href: '/events' },
  { label: 'Reports', about: 'Screen', href: '/reports' },
  { label: 'New report', about: 'Screen', href: '/reports/new' },
  { label: 'Access review', about: 'Screen', href: '/reports/review' },
  { label: 'Exposure', about: 'Screen', href: '/exposure' },
  { label: 'Alerts', about: 'Screen', href: '/alerts' },
  { label: 'New alert', about: 'Screen', href: '/alerts/new' },
  { label: 'Vault', about: 'Screen', href: '/vault' },
  { label: 'New record', about: 'Screen', href: '/vault/new' },
  { label: 'Applications', about: 'Screen', href: '/applications' },
  { label: 'Destinations', about: 'Screen', href: '/destinations' },
  { label: 'New destination', about: 'Screen', href: '/destinations/new' },
  { label: 'Settings', about: 'Screen', href: '/settings' },
  { label: 'Integrity', about: 'Screen', href: '/integrity' },
]

const eventsOf = (q: string) => `/events?q=${encodeURIComponent(q)}`

export const pathTo = (screen: string, id: string) => `/${screen}/${encodeURIComponent(id)}`

const mail = /^[^\s@]+@[^\s@]+$/
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const address = /^(\d{1,3}(\.\d{1,3}){3}|[\da-f:]*:[\da-f:]+)(\/\d{1,3})?$/i
const uid = /^[\w-]{22}$/

/** What an identifier that somebody pasted can mean. */
function identified(text: string): readonly FoundPlace[] {
  if (/^\d{1,15}$/.test(text))
    return [{ label: `Event ${text}`, about: 'By its number', href: `/events/${text}` }]
  if (uuid.test(text))
    return [{ label: text, about: 'The event', href: eventsOf(conditionOf('event_id', text)) }]
  if (address.test(text))
    return [
      { label: text, about: 'The address', href: pathTo('addresses', text) },
      { label: text, about: 'Events from it', href: eventsOf(conditionOf('address', text)) },
    ]
  if (mail.test(text)) return [{ label: text, about: 'The person', href: pathTo('people', text) }]
  if (!uid.test(text)) return []
  return [
    { label: text, about: 'Record or folder', href: pathTo('secrets', text) },
    { label: text, about: 'Device', href: pathTo('devices', text) },
    { label: text, about: 'Application', href: eventsOf(conditionOf('app', text)) },
  ]
}

const most = 9

/** Where a few words or a pasted identifier can lead; `known` is what has a name besides the screens. */
export function foundPlaces(words: string, known: readonly FoundPlace[]): readonly FoundPlace[] {
  const text = words.trim()
  const named = [...screens, ...known].filter(({ label }) =>
    label.toLowerCase().includes(text.toLowerCase()),
  )
  const search = { label: `Search the events for “${text}”`, about: 'Last 30 days', href: '' }
  const asked = text === '' ? [] : [{ ...search, href: eventsOf(`last:30d ${text}`) }]
  return [...identified(text), ...named.slice(0, most), ...asked]
}
