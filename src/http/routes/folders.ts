import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import { addFolder } from '../../vault/actions/add-folder.ts'
import {
  type FolderKeyInput,
  fetchFolderKeys,
  renewFolderKey,
} from '../../vault/actions/folder-key.ts'
import {
  changeFolderShare,
  type FolderShareChange,
  type FolderShareInput,
  folderPeople,
  shareFolder,
  unshareFolder,
} from '../../vault/actions/folder-people.ts'
import {
  changeTeamShare,
  folderTeams,
  shareWithTeam,
  type TeamShareInput,
  unshareWithTeam,
} from '../../vault/actions/folder-teams.ts'
import { moveFolder } from '../../vault/actions/move-folder.ts'
import { removeFolder } from '../../vault/actions/remove-folder.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { onRecord } from '../middleware/on-record.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'

type NewFolder = z.input<typeof addFolder.input>
type Move = Omit<z.input<typeof moveFolder.input>, 'folder_uid'>
type Removal = Omit<z.input<typeof removeFolder.input>, 'folder_uid'>

/** Folders are listed with the whole vault, by GET /vault: their names are ciphertext, and so are those of records. */
export const folders = new Hono<SessionEnv>()
  .use(requireSession)
  .post('/', accepts<NewFolder>(), async (c) =>
    c.json(await perform(c.var.context, addFolder, c.req.valid('json')), 201),
  )
  .put('/:folder_uid/parent', accepts<Move>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, moveFolder, input))
  })
  .get('/:folder_uid/people', requirePermission('vault'), onRecord('folder.people'), async (c) => {
    const { caller, store } = c.var.context
    return c.json(await store.read(folderPeople(c.req.param('folder_uid'), caller.who)))
  })
  .put('/:folder_uid/people/:account_uid', accepts<FolderShareInput>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, shareFolder, input), 201)
  })
  .patch('/:folder_uid/people/:account_uid', accepts<FolderShareChange>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, changeFolderShare, input))
  })
  .delete('/:folder_uid/people/:account_uid', async (c) =>
    c.json(await perform(c.var.context, unshareFolder, c.req.param())),
  )
  .get('/:folder_uid/teams', requirePermission('vault'), onRecord('folder.teams'), async (c) => {
    const { caller, store } = c.var.context
    return c.json(await store.read(folderTeams(c.req.param('folder_uid'), caller.who)))
  })
  .put('/:folder_uid/teams/:team_uid', accepts<TeamShareInput>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, shareWithTeam, input), 201)
  })
  .patch('/:folder_uid/teams/:team_uid', accepts<FolderShareChange>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, changeTeamShare, input))
  })
  .delete('/:folder_uid/teams/:team_uid', async (c) =>
    c.json(await perform(c.var.context, unshareWithTeam, c.req.param())),
  )
  .get('/:folder_uid/key', async (c) =>
    c.json(await perform(c.var.context, fetchFolderKeys, c.req.param())),
  )
  .put('/:folder_uid/key', accepts<FolderKeyInput>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    const { folder_uid, key_revision, records } = await perform(
      c.var.context,
      renewFolderKey,
      input,
    )
    return c.json({ folder_uid, key_revision, records })
  })
  .post('/:folder_uid/removal', accepts<Removal>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    const { folder_uid, folders, records } = await perform(c.var.context, removeFolder, input)
    return c.json({ folder_uid, folders: folders.length, records: records.length })
  })
