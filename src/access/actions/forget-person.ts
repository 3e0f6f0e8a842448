import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { personForgotten } from '../../events/catalog/security.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, invalid, notFound } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { action } from '../action.ts'
import { canonicalAddress } from '../client-address.ts'
import { email } from '../email.ts'
import { inJson, type Spelling, withoutAddress, withoutPerson } from '../name-in-text.ts'

/** Every address that the ways of a schedule or of a recipient name. */
const namesIn = (ways: string) => ways.toLowerCase().split(/[",\s]+/)

/** Somebody who is to be told is not forgotten. */
async function refuseRecipient({ alertRecipients, alertRules }: State, name: string) {
  const told = (await alertRecipients.list()).find(
    ({ name: called, ways }) => called.toLowerCase() === name || namesIn(ways).includes(name),
  )
  const rule = told && (await alertRules.find(told.alert_uid))
  if (rule)
    throw conflict(
      `this person is a recipient of alert ${rule.alert_id}: delete the recipient first, then forget the person`,
    )
}

/** Makes sure that nothing but the log needs the name any more, and gives it in the form that the log has it in. */
async function letGoOfPerson(state: State, name: string): Promise<string> {
  const { accounts, invitations, reportSchedules } = state
  if (await accounts.findByEmail(name))
    throw conflict('this person has an account: remove the account first, then forget the person')
  const sending = (await reportSchedules.list()).find(({ ways }) => namesIn(ways).includes(name))
  if (sending)
    throw conflict(
      `the report schedule ${sending.name} still sends to this person: change it first, then forget the person`,
    )
  await refuseRecipient(state, name)
  await invitations.removeNaming(name)
  return name
}

async function letGoOfAddress({ deviceAddresses }: State, text: string): Promise<string> {
  const address = canonicalAddress(text)
  if (!address) throw invalid('this is not an IP address')
  const [locked] = await deviceAddresses.lockedTo(address)
  if (locked)
    throw conflict(`device ${locked.name} is locked to this address: remove the device first`)
  await deviceAddresses.forget(address)
  return address
}

async function erase({ personal, reportFiles }: State, name: string): Promise<readonly Spelling[]> {
  const spellings = await personal.spellings(name)
  for (const { value, commitment } of spellings) {
    await personal.erase(value)
    await reportFiles.removeNaming(commitment)
  }
  return spellings
}

/** Takes a name out of a kept filter. What the log never had gets a commitment that nothing has. */
function mending(name: string, known: readonly Spelling[], kind: 'name' | 'address') {
  const stranger = { value: name, commitment: `sha256:${randomBytes(32).toString('base64url')}` }
  const spellings = known.length > 0 ? known : [stranger]
  const without = kind === 'name' ? withoutPerson(spellings) : withoutAddress(name, spellings)
  return (kept: string) => inJson(kept, without)
}

/**
 * Erases a person's name, or an address, from everything that is shown of the log (docs/decisions/0007); kept files of reports that
 * name them go with it, and filters of alerts, saved reports and exports name what stands for them. No leaf and no proof changes.
 * Its event names the commitments that stay; the name would only be sealed again.
 */
export const forgetPerson = action({
  name: 'person.forget',
  permission: 'people.forget',
  confirm: true,
  input: z
    .strictObject({ email: email.optional(), address: z.string().max(64).optional() })
    .refine(({ email, address }) => (email === undefined) !== (address === undefined), {
      error: 'name either a person by e-mail address, or an IP address',
    }),
  together: (input) => input,
  async run(state, { email: person, address = '' }) {
    const name = await (person ? letGoOfPerson(state, person) : letGoOfAddress(state, address))
    const spellings = await erase(state, name)
    const filters = await state.writtenFilters.mend(
      mending(name, spellings, person ? 'name' : 'address'),
    )
    if (spellings.length === 0 && filters === 0)
      throw notFound('nothing stands for this name: was it erased already?')
    return { commitments: spellings.map(({ commitment }) => commitment), filters }
  },
  leaves: ({ email }, { commitments, filters }) => [
    happened(personForgotten, {
      kind: email ? 'name' : 'address',
      commitments: commitments.join(','),
      filters_changed: filters,
    }),
  ],
})
