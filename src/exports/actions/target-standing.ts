import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { auditSyncRemoved } from '../../events/catalog/policy.ts'
import { auditSyncPaused, auditSyncResumed } from '../../events/catalog/usage-exports.ts'
import { happened } from '../../events/event-type.ts'
import type { State } from '../../store/state.ts'
import { cursorOf } from '../cursor-name.ts'
import { findTarget } from '../open-target.ts'
import { targetName } from '../target-input.ts'
import { toldField } from './announce-change.ts'

export const namedTarget = z.strictObject({ name: targetName })

type NotTold = readonly string[]
type Named = { readonly name: string }

const detail = 'a person paused it'

/** Stops a target where it is. Its events are kept. */
export const pauseTarget = (notTold: NotTold) =>
  action({
    name: 'target.pause',
    permission: 'exports.change',
    input: namedTarget,
    async run(state: State, { name }: Named, _by: { who: Person }) {
      const { target_uid, kind } = await findTarget(state, name)
      await state.targets.setStanding(target_uid, { status: 'paused', reason: detail })
      return { name, kind }
    },
    leaves: (_, { name, kind }) => [
      happened(auditSyncPaused, { name, kind, detail, ...toldField(notTold) }),
    ],
  })

/** Lets a target go on where it stopped. */
export const resumeTarget = (notTold: NotTold) =>
  action({
    name: 'target.resume',
    permission: 'exports.change',
    input: namedTarget,
    async run(state: State, { name }: Named, _by: { who: Person }) {
      const { target_uid, kind } = await findTarget(state, name)
      await state.targets.setStanding(target_uid, { status: 'live', reason: null })
      return { name, kind }
    },
    leaves: (_, { name, kind }) => [
      happened(auditSyncResumed, { name, kind, ...toldField(notTold) }),
    ],
  })

/** Removes a target with its position, its dead letters and what it was still to be sent. */
export const removeTarget = (notTold: NotTold) =>
  action({
    name: 'target.remove',
    permission: 'exports.change',
    freesSpace: true,
    input: namedTarget,
    async run(state: State, { name }: Named, _by: { who: Person }) {
      const { target_uid, kind } = await findTarget(state, name)
      await state.targets.remove(target_uid)
      await state.deadLetters.removeOf(target_uid)
      await state.backfills.removeOf(target_uid)
      await state.cursors.remove(cursorOf(target_uid))
      return { name, kind }
    },
    leaves: (_, { name, kind }) => [
      happened(auditSyncRemoved, { name, kind, ...toldField(notTold) }),
    ],
  })
