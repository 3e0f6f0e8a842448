import { z } from 'zod'
import { invalid } from '../kernel/errors.ts'
import { sentence } from '../query/complaint.ts'
import { boundedText, type Condition } from '../query/condition.ts'
import type { Fields } from '../query/field.ts'
import { exactly } from '../query/pattern.ts'
import { type Query, readQuery } from '../query/query.ts'

/** To whom secrets left, and since when: a time, or how long ago (`7d`). All that is given must hold. */
export const exposedTo = z
  .strictObject({
    device: boundedText.optional(),
    app: z.array(boundedText).min(1).max(1_000).optional(),
    user: boundedText.optional(),
    address: boundedText.optional(),
    since: boundedText.optional(),
  })
  .refine(
    ({ device, app, user, address }) => device ?? app ?? user ?? address,
    'name a device, an app, a user or an address',
  )

/** As it is sent. */
export type ExposedTo = z.input<typeof exposedTo>

/** A device's events have its owner's name: what left to a person left to no device. */
const person = (user: string): readonly Condition[] => [
  { field: 'user', values: [exactly(user)] },
  { field: 'device_uid', values: ['*'], not: true },
]

const since = (text: string): Condition =>
  /^\d+[smhdw]$/.test(text)
    ? { field: 'last', values: [text] }
    : { field: 'time', values: [`>=${text}`] }

function conditions({ device, app, user, address, since: from }: z.output<typeof exposedTo>) {
  return [
    ...(device === undefined ? [] : [{ field: 'device', values: [exactly(device)] }]),
    ...(app === undefined ? [] : [{ field: 'app', values: app.map(exactly) }]),
    ...(user === undefined ? [] : person(user)),
    ...(address === undefined ? [] : [{ field: 'address', values: [address] }]),
    ...(from === undefined ? [] : [since(from)]),
  ] satisfies readonly Condition[]
}

/** The two questions that exposure is made of: in which answers secrets left, and which files did. */
export type Exposures = { readonly answers: Query; readonly files: Query }

/**
 * The questions to the log.
 *
 * @throws `invalid` with one sentence when the address or the time cannot be read.
 */
export function exposures(asked: z.output<typeof exposedTo>, fields: Fields): Exposures {
  const where = conditions(asked)
  function about(columns: readonly string[], only: Condition): Query {
    const aggregate = ['occurrences', 'first_created', 'last_created']
    const question = { report_type: 'span', columns, aggregate, where: [...where, only] }
    const read = readQuery(question, fields)
    if (!('trouble' in read)) return read
    const { path, says } = read.trouble
    throw invalid(sentence({ path: [where[Number(path[1])]?.field ?? 'query'], says }))
  }
  return {
    answers: about(['served'], { field: 'served', values: ['*'] }),
    files: about(['record_uid', 'attachment_id'], {
      field: 'event',
      values: ['file_attachment_downloaded'],
    }),
  }
}
