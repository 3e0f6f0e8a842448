import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { type RenewTeamInput, renewTeamKeys, teamKeys } from '../../vault/actions/team-keys.ts'
import {
  addToTeam,
  leaveOwnTeam,
  type NewMemberInput,
  removeFromTeam,
} from '../../vault/actions/team-people.ts'
import {
  addTeam,
  type NewTeamInput,
  type RenameInput,
  removeTeam,
  renameTeam,
} from '../../vault/actions/teams.ts'
import { listTeams, showTeam } from '../../vault/shown-teams.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { onRecord } from '../middleware/on-record.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'

/** People who share folders together. */
export const teams = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', requirePermission('teams.read'), async (c) => {
    const { caller, store } = c.var.context
    return c.json(await store.read(listTeams(caller.who)))
  })
  .post('/', accepts<NewTeamInput>(), async (c) => {
    const { team_uid, name } = await perform(c.var.context, addTeam, c.req.valid('json'))
    return c.json({ team_uid, name }, 201)
  })
  .get('/:team_uid', requirePermission('teams.read'), onRecord('team.show'), async (c) => {
    const { caller, store } = c.var.context
    return c.json(await store.read(showTeam(c.req.param('team_uid'), caller.who)))
  })
  .patch('/:team_uid', accepts<RenameInput>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, renameTeam, input))
  })
  .delete('/:team_uid', async (c) =>
    c.json(await perform(c.var.context, removeTeam, c.req.param())),
  )
  .get('/:team_uid/keys', requirePermission('vault'), onRecord('team.keys'), async (c) => {
    const { caller, store } = c.var.context
    return c.json(await store.read(teamKeys(c.req.param('team_uid'), caller.who)))
  })
  .put('/:team_uid/keys', accepts<RenewTeamInput>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, renewTeamKeys, input))
  })
  .delete('/:team_uid/membership', async (c) =>
    c.json(await perform(c.var.context, leaveOwnTeam, c.req.param())),
  )
  .put('/:team_uid/members/:account_uid', accepts<NewMemberInput>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, addToTeam, input), 201)
  })
  .delete('/:team_uid/members/:account_uid', async (c) =>
    c.json(await perform(c.var.context, removeFromTeam, c.req.param())),
  )
