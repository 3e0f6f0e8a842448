import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../session.ts'

/** What can be asked, and how event types are called. */
export const useVocabulary = () =>
  useQuery({
    queryKey: ['vocabulary'],
    queryFn: async () => (await api.vocabulary.$get()).json(),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** How event types are called, by name. */
export function useTitles(): ReadonlyMap<string, string> {
  const { data } = useVocabulary()
  return useMemo(() => new Map(data?.events.map(({ name, title }) => [name, title])), [data])
}

type Choice = { readonly value: string; readonly label: string }

/** What events can be grouped by. */
export function useFieldNames(): readonly Choice[] {
  const { data } = useVocabulary()
  const fields = data?.fields.filter(({ kind }) => kind !== 'time' && kind !== 'ago') ?? []
  return fields.map(({ name }) => ({ value: name, label: name }))
}

/** Alerts know the time of day besides. */
export const withClock = (names: readonly Choice[]): Choice[] => [
  ...names,
  { value: 'hour', label: 'hour of the day' },
  { value: 'weekday', label: 'weekday' },
]

export type Vocabulary = NonNullable<ReturnType<typeof useVocabulary>['data']>

export type Suggestion = { readonly text: string; readonly about: string }

const most = 8

const outcomeValues = ['success', 'denied', 'failure']
const severityValues = ['info', 'notice', 'warning', 'critical']

function valuesOf(field: string, { events }: Vocabulary): readonly Suggestion[] {
  if (field === 'event')
    return events.map(({ name, title }) => ({ text: `event:${name}`, about: title }))
  const plain = { outcome: outcomeValues, severity: severityValues }[field]
  const found = field === 'category' ? events.map(({ category }) => category) : (plain ?? [])
  return [...new Set(found)].map((value) => ({ text: `${field}:${value}`, about: '' }))
}

/** What the word that is being written could become. */
export function suggestionsFor(word: string, vocabulary: Vocabulary): readonly Suggestion[] {
  const [, not = '', typed = ''] = /^(-?)(.*)$/s.exec(word) ?? []
  const colon = typed.indexOf(':')
  const known =
    colon < 0
      ? vocabulary.fields.map(({ name, about }) => ({ text: `${name}:`, about }))
      : valuesOf(typed.slice(0, colon), vocabulary)
  const wanted = typed.toLowerCase()
  const fits = ({ text, about }: Suggestion) =>
    colon < 0
      ? text.startsWith(wanted)
      : text.includes(wanted.slice(colon + 1)) ||
        about.toLowerCase().includes(wanted.slice(colon + 1))
  return known
    .filter(fits)
    .slice(0, most)
    .map(({ text, about }) => ({ text: `${not}${text}`, about }))
}
