/** Where `g` and a letter lead. */
export const jumps = [
  { key: 'o', to: '/', label: 'Overview' },
  { key: 'e', to: '/events', label: 'Events' },
  { key: 'r', to: '/reports', label: 'Reports' },
  { key: 'x', to: '/exposure', label: 'Exposure' },
  { key: 'a', to: '/alerts', label: 'Alerts' },
  { key: 'v', to: '/vault', label: 'Vault' },
  { key: 'p', to: '/applications', label: 'Applications' },
  { key: 'd', to: '/destinations', label: 'Destinations' },
  { key: 'i', to: '/integrity', label: 'Integrity' },
  { key: 's', to: '/settings', label: 'Settings' },
] as const

/** What single keys do, for who asks with `?`. */
export const shortcuts = [
  { keys: '⌘K or Ctrl-K', does: 'go anywhere, also by a pasted identifier' },
  { keys: '?', does: 'these keys' },
  { keys: '/', does: 'search (Events)' },
  { keys: 'j, k', does: 'next, previous event' },
  { keys: 'Esc', does: 'close the event' },
  { keys: 'l', does: 'follow what happens (Events)' },
  { keys: 'r', does: 'ask again (Events)' },
  { keys: 's, a', does: 'a report, an alert of the question (Events)' },
  { keys: 'c', does: 'copy the link (Events)' },
] as const
