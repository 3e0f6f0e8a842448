import { action } from '../../access/action.ts'
import type { Program } from '../../access/api-token.ts'
import { eventsRead } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import type { Fields } from '../../query/field.ts'
import type { State } from '../../store/state.ts'
import { type Pull, pullInput } from '../pull-query.ts'
import { tellQuery } from '../tell-query.ts'

type Log = { readonly fields: Fields; readonly size: number }

/** Asks for a page of events with a token: reading the log is itself an event, durable before the answer is sent. */
export const pullEvents = ({ fields, size }: Log, { name }: Program) =>
  action({
    name: 'event.pull',
    permission: 'events.read',
    input: pullInput(fields, size),
    run: async (_: State, pull: Pull, _by: { who: Program }) => pull,
    leaves: ({ query }) => [
      happened(eventsRead, tellQuery(`page of events with the API token ${name}`, query, fields)),
    ],
  })
