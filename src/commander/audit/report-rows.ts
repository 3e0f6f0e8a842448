import type { Row } from '../../reports/columns.ts'

/** Commander replaces `${name}` in what it has just put in, and so never ends where a value says its own name. */
const placeholder = /\$(?=\{\w+\})/g
const wordJoiner = '\u2060'

/** Commander ends a line of syslog with a line feed, and escapes none inside: the note of a checkpoint would be six lines. */
const lineFeed = /\n/g

/** The value with something invisible in each placeholder, so that it is none, and in one line. */
const defused = (value: Row[string]) =>
  typeof value === 'string'
    ? value.replaceAll(placeholder, `$${wordJoiner}`).replaceAll(lineFeed, '\\n')
    : value

/** Where Commander finds the sentence of an event: `message` it writes itself. */
export const sentenceField = 'event_message'

/** A row of a report, as Commander can print it. */
export function wireRow({ message, ...row }: Row): Row {
  const all = message === undefined ? row : { ...row, [sentenceField]: message }
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, defused(value)]))
}

/** How far a page goes. `boundary` is the second that its filter begins with, of which the rows before it may have had some. */
export type PageRule = { readonly limit: number; readonly boundary: number | undefined }

/**
 * A page that never ends inside a second. Commander goes on from the second of the last row, and would lose what is left of it, or
 * never get on. Rows of the boundary do not count, because it may have had them.
 */
export async function wholeSeconds(
  rows: AsyncIterable<Row>,
  { limit, boundary }: PageRule,
): Promise<readonly Row[]> {
  const page: Row[] = []
  let counted = 0
  let last: Row[string] | undefined
  for await (const row of rows) {
    if (counted >= limit && row['created'] !== last) break
    page.push(row)
    last = row['created']
    if (last !== boundary) counted += 1
  }
  return page
}
