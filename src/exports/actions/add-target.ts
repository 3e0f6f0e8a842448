import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { auditSyncSetup } from '../../events/catalog/policy.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import { newUid } from '../../kernel/ids.ts'
import { partSettings } from '../../outbound/sealed-settings.ts'
import type { State } from '../../store/state.ts'
import type { EventLog } from '../../store/store.ts'
import { cursorOf } from '../cursor-name.ts'
import { type NewTarget, newTargetInput, type TargetGround } from '../target-input.ts'
import { toldField } from './announce-change.ts'

type Adding = TargetGround & {
  readonly log: Pick<EventLog, 'size'>
  readonly notTold: readonly string[]
}

/** Makes a target that gets everything from now on. */
export const addTarget = ({ log, notTold, ...ground }: Adding) =>
  action({
    name: 'target.add',
    permission: 'exports.change',
    input: newTargetInput(ground),
    async run(
      { targets, cursors }: State,
      { name, kind, type, settings, filter, coalesce }: NewTarget,
      { at }: { who: Person; at: Date },
    ) {
      if (await targets.find(name))
        throw conflict(`there is an export target called ${name} already`)
      const target_uid = newUid()
      const { open, secrets } = partSettings(type.settings, settings)
      await targets.insert({
        target_uid,
        name,
        kind,
        settings: JSON.stringify(open),
        sealed: ground.sealer.seal(target_uid, secrets),
        filter,
        coalesce_ms: coalesce,
        status: 'live',
        reason: null,
        trouble: null,
        trouble_since: null,
        revision: 1,
        created_at: at.getTime(),
      })
      await cursors.set(cursorOf(target_uid), (await log.size()) - 1)
      return { target_uid, name, kind }
    },
    leaves: ({ name, kind }) => [happened(auditSyncSetup, { name, kind, ...toldField(notTold) })],
  })
