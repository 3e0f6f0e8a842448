import type { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { eventsRead } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import type { State } from '../../store/state.ts'
import { type ReadyReport, readyAsked } from '../ready-report.ts'

/** Asks for a ready-made report. */
export const readReady = ({ name }: ReadyReport) =>
  action({
    name: 'report.ready',
    permission: 'events.read',
    input: readyAsked,
    run: async (_: State, asked: z.output<typeof readyAsked>, _by: { who: Person }) => asked,
    leaves: ({ created }) => [happened(eventsRead, { query: `report ${name} of ${created}` })],
  })
