import { roleEnforcementChanged } from '../../events/catalog/policy-logins.ts'
import { happened } from '../../events/event-type.ts'
import type { State } from '../../store/state.ts'
import { action, type By } from '../action.ts'
import type { Person } from '../person.ts'
import {
  changedSignInRules,
  mergedRules,
  readSignInRules,
  writeSignInRules,
} from '../sign-in-rules.ts'

/** Changes what is asked of everybody who logs in, from their next login on. What is not named stays as it is. */
export const changeSignInRules = action({
  name: 'sign-in-rules.change',
  permission: 'people.change',
  confirm: true,
  input: changedSignInRules,
  async run(state: State, change, _by: By<Person>) {
    const rules = mergedRules(await readSignInRules(state), change)
    await writeSignInRules(state, rules)
    return rules
  },
  leaves: (_, { second_factor_roles, idle_minutes, session_hours }) => [
    happened(roleEnforcementChanged, {
      second_factor_roles: second_factor_roles.join(', ') || 'nobody',
      idle_minutes,
      session_hours,
    }),
  ],
})
