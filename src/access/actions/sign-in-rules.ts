import { roleEnforcementChanged } from '../../events/catalog/policy-logins.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { action, type By } from '../action.ts'
import { hasSecondPerson } from '../approval.ts'
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
  together: (change) => change,
  async run(state: State, change, { who }: By<Person>) {
    if (change.second_person && !(await hasSecondPerson(state, who.account_uid)))
      throw conflict('there is no other owner or administrator who could agree: make one first')
    const rules = mergedRules(await readSignInRules(state), change)
    await writeSignInRules(state, rules)
    return rules
  },
  leaves: (_, { second_factor_roles, ...rules }) => [
    happened(roleEnforcementChanged, {
      second_factor_roles: second_factor_roles.join(', ') || 'nobody',
      ...rules,
    }),
  ],
})
