import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { auditSyncChanged } from '../../events/catalog/policy.ts'
import { happened } from '../../events/event-type.ts'
import { invalid } from '../../kernel/errors.ts'
import { partSettings } from '../../outbound/sealed-settings.ts'
import type { State } from '../../store/state.ts'
import { findTarget, type OpenTarget, openTarget } from '../open-target.ts'
import { readTargetSettings } from '../read-settings.ts'
import { changedTargetInput, type TargetGround } from '../target-input.ts'
import { toldField } from './announce-change.ts'

type Values = Readonly<Record<string, unknown>>

/** The settings with what changes in them. Throws `invalid`. */
export function withChanges({ type, settings }: OpenTarget, changes: Values): Values {
  const wanted = Object.entries({ ...settings, ...changes }).filter(([, value]) => value !== null)
  const read = readTargetSettings(type.settings, Object.fromEntries(wanted))
  if ('settings' in read) return read.settings
  throw invalid(`settings: ${read.trouble}`)
}

type Changed = {
  readonly name: string
  readonly settings: Values
  readonly filter?: string | undefined
  readonly coalesce?: number | undefined
}

type Changing = TargetGround & { readonly notTold: readonly string[] }

/** Changes settings or the filter of a target; it goes on where it was. */
export const changeTarget = ({ notTold, ...ground }: Changing) =>
  action({
    name: 'target.change',
    permission: 'exports.change',
    input: changedTargetInput(ground),
    async run(state: State, { name, settings, filter, coalesce }: Changed, _by: { who: Person }) {
      const found = await findTarget(state, name)
      const opened = openTarget(ground, found)
      const { open, secrets } = partSettings(opened.type.settings, withChanges(opened, settings))
      await state.targets.change({
        target_uid: found.target_uid,
        settings: JSON.stringify(open),
        sealed: ground.sealer.seal(found.target_uid, secrets),
        filter: filter ?? found.filter,
        coalesce_ms: coalesce ?? found.coalesce_ms,
      })
      return { name, kind: found.kind }
    },
    leaves: (_, { name, kind }) => [
      happened(auditSyncChanged, { name, kind, ...toldField(notTold) }),
    ],
  })
