import { z } from 'zod'
import { action, type By } from '../../access/action.ts'
import { teamsLeft } from '../../access/leave-teams.ts'
import type { Person } from '../../access/person.ts'
import { teamKeyChanged } from '../../events/catalog/policy-teams.ts'
import { happened } from '../../events/event-type.ts'
import { invalid } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { atLeastOne } from '../at-least-one.ts'
import { accountUid, eciesWrappedKey, gcmWrappedKey, publicKey, uid } from '../bounds.ts'
import { checkNames, ownTeam } from '../team.ts'

/** The keys of a team: its members have them wrapped, and change them when one has left. */

const most = 10_000

const renewal = z.strictObject({
  team_uid: uid,
  public_key: publicKey,
  encrypted_private_key: gcmWrappedKey,
  members: z
    .array(z.strictObject({ account_uid: accountUid, team_key: eciesWrappedKey }))
    .max(most),
  /** The keys of the folders that the team was let into, wrapped to its new public key. */
  folders: z.array(z.strictObject({ folder_uid: uid, folder_key: eciesWrappedKey })).max(most),
  /** Who is taken out with it. */
  without: z.array(accountUid).max(most).default([]),
})

type Renewal = z.output<typeof renewal>

const changed = 'the team was changed meanwhile: nothing was done, so do it again'

async function checkRenewal(state: State, { team_uid, members, folders, without }: Renewal) {
  const there = await state.teamMembers.listOfTeam(team_uid)
  const named = [...members.map(({ account_uid }) => account_uid), ...without]
  checkNames(
    named,
    there.map(({ account_uid }) => account_uid),
    changed,
  )
  const grants = await state.teamGrants.listOfTeam(team_uid)
  checkNames(
    folders.map(({ folder_uid }) => folder_uid),
    grants.map(({ folder_uid }) => folder_uid),
    changed,
  )
}

/** Takes people out, and says who they were. What the team was let into has keys that they know. */
async function takeOut(state: State, { team_uid, without, folders }: Renewal, at: Date) {
  const emails: string[] = []
  for (const account_uid of without) {
    emails.push((await state.accounts.find(account_uid))?.email ?? '')
    await state.teamMembers.remove(team_uid, account_uid)
  }
  if (without.length > 0)
    for (const { folder_uid } of folders) await state.folders.keyIsDue(folder_uid, at.getTime())
  return emails
}

/** Gives a team new keys, and takes people out with the same step: what is shared with it from then on, they cannot open. */
export const renewTeamKeys = action({
  name: 'team.renew-keys',
  permission: 'teams.change',
  input: renewal,
  async run(state: State, given: Renewal, { who, at }: By<Person>) {
    const { team_uid, public_key, encrypted_private_key, members, folders } = given
    const { team } = await ownTeam(state, team_uid, who)
    if (given.without.includes(who.account_uid))
      throw invalid('who makes the new keys stays in the team: leave it instead')
    await checkRenewal(state, given)
    const emails = await takeOut(state, given, at)
    await state.teams.setKeys({ team_uid, public_key, encrypted_private_key })
    for (const one of members) await state.teamMembers.setKey({ team_uid, ...one })
    for (const { folder_uid, folder_key } of folders)
      await state.teamGrants.setKey(folder_uid, team_uid, folder_key)
    const counts = { members: members.length, folders: folders.length }
    return { team_uid, name: team.name, emails, ...counts }
  },
  leaves: (_, { emails, name, ...team }) =>
    atLeastOne([
      ...emails.flatMap((email) => teamsLeft([{ ...team, name }], email)),
      happened(teamKeyChanged, { ...team, team_name: name }),
    ]),
})

/** What a member needs to use the team's keys, to hand them on, and to change them. */
export const teamKeys = (team_uid: string, who: Person) => async (state: State) => {
  const { team, member } = await ownTeam(state, team_uid, who)
  const members = await Promise.all(
    (await state.teamMembers.listOfTeam(team_uid)).map(async ({ account_uid }) => {
      const known = await state.accounts.find(account_uid)
      return { account_uid, email: known?.email ?? '', public_key: known?.public_key ?? '' }
    }),
  )
  const folders = (await state.teamGrants.listOfTeam(team_uid)).map(
    ({ folder_uid, folder_key }) => ({ folder_uid, folder_key }),
  )
  return { ...team, team_key: member.team_key, members, folders }
}

export type RenewTeamInput = Omit<z.input<typeof renewal>, 'team_uid'>
