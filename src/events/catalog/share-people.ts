import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { flag, text, uid } from '../field.ts'

/** People who are let into shared folders of others. */

const category = 'share'
const severity = 'notice'
const outcome = 'success'

const granted = z.object({ shared_folder_uid: uid, to_username: text, editable: flag })

export const folderAddUser = eventType({
  name: 'folder_add_user',
  title: 'Folder shared with a person',
  category,
  severity,
  outcome,
  fields: granted,
  message:
    'User ${username} shared folder UID ${shared_folder_uid} with user ${to_username} (may change it: ${editable})',
})

export const folderChangeUser = eventType({
  name: 'folder_change_user',
  title: 'Folder share of a person changed',
  category,
  severity,
  outcome,
  fields: granted,
  message:
    'User ${username} changed what user ${to_username} may in shared folder UID ${shared_folder_uid} (may change it: ${editable})',
})

export const folderRemoveUser = eventType({
  name: 'folder_remove_user',
  title: 'Person removed from shared folder',
  category,
  severity,
  outcome,
  fields: z.object({ shared_folder_uid: uid, to_username: text }),
  message:
    'User ${username} removed user ${to_username} from shared folder UID ${shared_folder_uid}',
})
