import type { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { auditSyncChangeAnnounced } from '../../events/catalog/policy.ts'
import { happened } from '../../events/event-type.ts'
import type { State } from '../../store/state.ts'
import { findTarget } from '../open-target.ts'

/** What is about to be done to a target. */
export type Change = 'set up' | 'change' | 'pause' | 'remove' | 'resume'

export const toldField = (notTold: readonly string[]) =>
  notTold.length > 0 ? { not_told: notTold.join(', ') } : {}

type Named = { readonly name: string; readonly kind?: string }

/**
 * Says what is about to happen to a target, so that those who watch are told before it takes effect. Checks the same input as
 * the change itself.
 */
export const announceChange = <Input extends z.ZodType<Named>>(change: Change, input: Input) =>
  action({
    name: `target.${change.replace(' ', '_')}`,
    permission: 'exports.change',
    confirm: true,
    input,
    together: ({ name, kind }) => ({ name, ...(kind !== undefined && { kind }) }),
    async run(state: State, given: z.output<Input>, _by: { who: Person }) {
      const { name, kind } = given
      return { name, kind: kind ?? (await findTarget(state, name)).kind }
    },
    leaves: (_, { name, kind }) => [happened(auditSyncChangeAnnounced, { name, kind, change })],
  })
