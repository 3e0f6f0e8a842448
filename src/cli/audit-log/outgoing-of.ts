import type { LogEvent } from '../../client/live-events.ts'
import type { OutgoingEvent } from '../../exports/outgoing-event.ts'
import { leafHash } from '../../tlog/hash.ts'
import { exportedLeaf } from '../../verify/exported-leaf.ts'
import { pseudonymsUnder } from './exported-row.ts'

/** An event of the API as targets write it: with its leaf hash in the place of what proves it. */
export function outgoingOf(event: LogEvent): OutgoingEvent {
  const { salts: _, erased: __, seq, ...fields } = event as Readonly<Record<string, unknown>>
  const hash = Buffer.from(leafHash(exportedLeaf(event))).toString('hex')
  return { seq, leaf_hash: hash, ...fields } as OutgoingEvent
}

const people = ['username', 'email', 'to_username', 'from_username'] as const

/** Puts pseudonyms in the place of names, in the sentence too, and adds `email`, as Commander does. Addresses stay. */
export function anonymous(key: string) {
  const pseudonym = pseudonymsUnder(key)
  return (event: OutgoingEvent): OutgoingEvent => {
    const named: OutgoingEvent = {
      ...(event.username !== undefined && { email: event.username }),
      ...event,
    }
    const names = people
      .map((field) => [field, named[field]] as const)
      .filter((entry): entry is [(typeof people)[number], string] => Boolean(entry[1]))
    const message = names.reduce(
      (text, [, name]) => text.replaceAll(name, pseudonym(name)),
      event.message,
    )
    const changed = names.map(([field, name]) => [field, pseudonym(name)])
    return { ...event, ...Object.fromEntries(changed), message }
  }
}
