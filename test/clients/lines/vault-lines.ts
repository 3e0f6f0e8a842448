import { does, type Line } from './line.ts'

const records = 'record list --format json'
const folders = 'folder list --format json'

/** What both say of a vault, and what Commander does to it. */
export const vaultLines: readonly Line[] = [
  does('whoami'),
  does('login-status'),
  does('this-device'),
  { commander: 'list', ours: records, rows: 'records' },
  { commander: 'list --format json', ours: records, rows: 'records' },
  { commander: 'search robot', ours: records, rows: 'records' },
  {
    commander: 'get @Primary --format json',
    ours: 'record get @Primary --format json',
    rows: 'record',
  },
  {
    commander: 'get @Mailbox --format json',
    ours: 'record get @Mailbox --format json',
    rows: 'record',
  },
  does('get @Primary'),
  does('get @Primary --unmask'),
  does('get @Production'),
  { commander: 'get @Production --format json', ours: folders, rows: 'folders' },
  { commander: 'list-sf', ours: folders, rows: 'folders' },
  { commander: 'list-sf --format json', ours: folders, rows: 'folders' },
  { commander: 'tree', ours: folders, rows: 'tree' },
  does('ls -l'),
  does('list-team'),
  {
    commander: 'user-report --format json',
    ours: 'user list --format json',
    rows: 'roles',
  },
  {
    commander: 'enterprise-info --users --format json',
    ours: 'user list --format json',
    rows: 'people',
  },
  does('mkdir -sf -a Staging'),
  does('mkdir -uf Private'),
  does('record-add --title Cache --record-type login --folder Staging login=me'),
  does('record-update --record Staging/Cache login=somebody'),
  does('search somebody'),
  { commander: 'list --format json', ours: records, rows: 'records' },
  { commander: 'list-sf --format json', ours: folders, rows: 'folders' },
  does('share-folder Staging -e mei@example.com'),
  does('share-folder Staging -e mei@example.com --manage-records on'),
  does('share-folder Staging -e mei@example.com --manage-users on'),
  does('get Staging'),
  does('share-folder Staging -e mei@example.com --action remove --force'),
  does('share-folder Staging -e nobody@example.com'),
  does('rm -f Staging/Cache'),
  does('rmdir -f Staging'),
  { commander: 'tree', ours: folders, rows: 'tree' },
]
