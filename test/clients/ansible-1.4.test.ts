import { openAnsible } from './drivers/ansible.ts'
import { clientScenarios } from './support/scenarios.ts'

const noTransactions = 'its modules know no updates in two steps'
const saysWhy = 'a first connection that fails: says why with `ANSIBLE_DISPLAY_TRACEBACK=error`'
const noFolders = 'its modules know no folders below shared ones'

clientScenarios({
  name: 'ansible-1.4',
  title: 'Ansible collection 1.4.0',
  reaches: 'configuration only',
  version: /^mp17\.3\.0$/,
  lacks: {
    filters: 'finds single records by their UID or title, and lists none',
    'stale revision': 'reads just before each write, so that it is never late',
    rotate: noTransactions,
    'roll back': noTransactions,
    links: 'has no module that shows links of records',
    folders: noFolders,
    'delete folders': noFolders,
    upload: 'fetches files, and has no module that sends or removes them',
    'remove a file': 'fetches files, and has no module that sends or removes them',
  },
  notes: {
    delete: 'looks before it deletes, and says so itself when there is nothing',
    'token reuse': saysWhy,
    expiry: saysWhy,
  },
  // A record takes two tasks, one for its fields and one for its title; a playbook takes a second.
  asksPerRead: 2,
  throttledAfter: 2,
  open: openAnsible,
})
