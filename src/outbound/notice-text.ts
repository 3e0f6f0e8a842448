import type { Notice } from './notice.ts'

/** The words of a notice, for people. What they stand in escapes them. */

/** At most so many characters; what is cut ends in `…`. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** On one line: no line feed, no control character, nothing that changes the direction of writing. */
export const oneLine = (text: string): string => text.replaceAll(/[\p{C}\s]+/gu, ' ').trim()

const marks = { info: 'Info', notice: 'Notice', warning: 'Warning', critical: 'Critical' } as const

export const severityWord = ({ severity }: Notice): string => marks[severity]

/** What it is about, on one line. */
export const headline = (notice: Notice, most: number): string => {
  const test = notice.is_test ? 'Test: ' : ''
  return cut(oneLine(`${test}${notice.alert_name}: ${notice.description}`), most)
}

export type Fact = { readonly label: string; readonly value: string }

const labels: Readonly<Record<string, string>> = {
  username: 'User',
  device_name: 'Device',
  app_uid: 'Application',
  secret_uid: 'Secret',
  record_uid: 'Record',
  remote_address: 'Address',
  country: 'Country',
  audit_event: 'Event',
}

const longestFact = 500

/** What is worth seeing at once: when, who, where from, and what. */
export function factsOf(notice: Notice): readonly Fact[] {
  const { event, timestamp, group, occurrences } = notice
  const known = Object.entries(labels).flatMap(([name, label]) => {
    const value = event[name]
    return value === undefined ? [] : [{ label, value: String(value) }]
  })
  const grouped = group
    .filter(({ name }) => labels[name] === undefined)
    .map(({ name, value }) => ({ label: name, value }))
  const many = occurrences > 1 ? [{ label: 'Occurrences', value: String(occurrences) }] : []
  return [
    { label: 'Severity', value: severityWord(notice) },
    { label: 'Time', value: timestamp },
    ...known,
    ...grouped,
    ...many,
  ].map(({ label, value }) => ({ label: oneLine(label), value: cut(oneLine(value), longestFact) }))
}

/** Everything, as plain text. */
export const plainText = (notice: Notice): string =>
  [
    oneLine(notice.description),
    '',
    ...factsOf(notice).map(({ label, value }) => `${label}: ${value}`),
    '',
    oneLine(notice.why),
    notice.link,
  ].join('\n')

/** The characters by which Markdown of any kind could begin something. */
const markdown = /[\\`*_{}[\]()<>#+\-.!|~:=&$^"']/g

/** Text that is nothing but text in Markdown, and that calls nobody: an invisible character stands behind every `@`. */
export const escapeMarkdown = (text: string): string =>
  text.replaceAll(markdown, '\\$&').replaceAll('@', '@\u200b')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text where `&`, `<` and `>` begin something (Slack, Google Chat). */
export const escapeAngles = (text: string): string =>
  text.replaceAll(/[&<>]/g, (character) => entities[character] ?? '')
