/** What is known about an event type besides its name: an `EventType` of the catalogue is one. */
export type Described = {
  readonly title: string
  /** A sentence with `${placeholders}`. */
  readonly message?: string
  /** Other sentences for some values of one field. */
  readonly unless?: {
    readonly field: string
    readonly messages: Readonly<Record<string, string>>
  }
}

/** What a type is called and how its events read; undefined for a type that nobody knows. */
export type Describe = (eventName: string) => Described | undefined

/** Fields of an event that free text does not look into: what a reader computes, times, and what is different in each event. */
const unsearched: ReadonlySet<string> = new Set([
  'message',
  'timestamp',
  'recorded_at',
  'event_id',
  'request_id',
  'country',
])

/** Whether free text looks into the texts of this field. */
export const isSearched = (field: string): boolean => !unsearched.has(field)

const placeholder = /\$\{\w+\}/

const inTemplate = (template: string, phrase: string) =>
  template
    .toLowerCase()
    .split(placeholder)
    .some((words) => words.includes(phrase))

/**
 * Which events of a type free text finds by what the type is: all of them, or those that have (or do not have) one of some values
 * in a field, because their sentence depends on it.
 */
export type FoundByType =
  | { readonly events: 'all' | 'none' }
  | {
      readonly events: 'some'
      readonly field: string
      readonly values: readonly string[]
      /** Whether events with none of the values are the ones that are found. */
      readonly not: boolean
    }

/** What a phrase, in lower case, finds by a type's name, title and the fixed words of its sentences. */
export function foundByType(
  phrase: string,
  name: string,
  described: Described | undefined,
): FoundByType {
  const { title = '', message = '', unless } = described ?? {}
  if (name.toLowerCase().includes(phrase) || title.toLowerCase().includes(phrase))
    return { events: 'all' }
  const usual = inTemplate(message, phrase)
  const { field, messages } = unless ?? { field: '', messages: {} }
  const values = Object.keys(messages).filter(
    (value) => inTemplate(messages[value] ?? '', phrase) !== usual,
  )
  if (values.length === 0) return { events: usual ? 'all' : 'none' }
  return { events: 'some', field, values, not: usual }
}
