import type { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { eventsRead } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import type { Fields } from '../../query/field.ts'
import type { State } from '../../store/state.ts'
import { exposedTo, exposures } from '../exposed-to.ts'
import { tellQuery } from '../tell-query.ts'

/** Asks what left to a device, an application, a person or an address. */
export const readExposure = (fields: Fields) =>
  action({
    name: 'exposure.read',
    permission: 'events.read',
    input: exposedTo,
    run: async (_: State, asked: z.output<typeof exposedTo>, _by: { who: Person }) =>
      exposures(asked, fields),
    leaves: (_, { answers }) => [
      happened(eventsRead, tellQuery('exposure', { ...answers, report_type: 'raw' }, fields)),
    ],
  })
