import { expect, test } from 'vitest'
import { foundPlaces } from './found-places.ts'

const first = (words: string) => foundPlaces(words, [])[0]

test.each([
  ['1042', 'By its number', '/events/1042'],
  [
    '01990000-0000-7000-8000-000000000001',
    'The event',
    '/events?q=event_id%3A01990000-0000-7000-8000-000000000001',
  ],
  ['203.0.113.9', 'The address', '/addresses/203.0.113.9'],
  ['203.0.113.0/24', 'The address', '/addresses/203.0.113.0%2F24'],
  ['2001:db8::7', 'The address', '/addresses/2001%3Adb8%3A%3A7'],
  ['bob@example.com', 'The person', '/people/bob%40example.com'],
  ['kV6bYhVh3yZ0pZ6cS9xw1A', 'Record or folder', '/secrets/kV6bYhVh3yZ0pZ6cS9xw1A'],
])('pasted, %s leads to what it names', (text, about, href) => {
  expect(first(`  ${text}\n`)).toEqual({
    label: about === 'By its number' ? `Event ${text}` : text,
    about,
    href,
  })
})

test('a few letters find screens and names, and anything can be searched for', () => {
  const known = [{ label: 'Denied often', about: 'Alert', href: '/alerts/1' }]
  expect(foundPlaces('deNIed', known)).toEqual([
    ...known,
    {
      label: 'Search the events for “deNIed”',
      about: 'Last 30 days',
      href: '/events?q=last%3A30d%20deNIed',
    },
  ])
})

test('without a word there is nothing to search for', () => {
  expect(foundPlaces(' ', []).map(({ label }) => label)).toContain('Overview')
  expect(foundPlaces(' ', []).map(({ about }) => about)).not.toContain('Last 30 days')
})
